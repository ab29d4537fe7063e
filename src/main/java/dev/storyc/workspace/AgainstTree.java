package dev.storyc.workspace;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.workspace.AgainstGit.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What storyboards are made of at another revision, in a folder of its own that goes when this is closed. A tree of git
 * is somebody else's data: no name in it leads out of that folder, and no link.
 */
public final class AgainstTree implements AutoCloseable {
    private static final Pattern DATA = Pattern.compile(".*\\.(ya?ml|mustache|csv|tsv|json|jsonl|ndjson)");
    private static final String LARGE_FILE = "version https://git-lfs.github.com/spec/";
    // What `uses` names may end in anything; a repository of code is not taken for it.
    private static final int MOST_OTHERS = 5_000;
    private static final long LARGEST_OTHER = 1 << 20;

    private final Path top;
    private final Path folder;
    private final String commit;
    private final List<String> notes = new ArrayList<>();
    private final List<String> submodules = new ArrayList<>();

    private AgainstTree(Path top, Path folder, String commit) {
        this.top = top;
        this.folder = folder;
        this.commit = commit;
    }

    /**
     * Takes the files of a workspace, as they were, from git's objects.
     *
     * @param root the workspace's folder, links resolved
     */
    public static AgainstTree of(String revision, Path root) throws IOException {
        AgainstGit git = new AgainstGit(root);
        Path top = git.top();
        String commit = git.commit(revision);
        Path folder = Files.createTempDirectory("storyc-against").toRealPath();
        AgainstTree tree = new AgainstTree(top, folder, commit);
        try {
            String within = top.relativize(root).toString().replace('\\', '/');
            tree.take(git, within.isEmpty() ? "" : within + "/");
            return tree;
        } catch (IOException | RuntimeException e) {
            tree.close();
            throw e;
        }
    }

    /** The commit's full name in git. */
    public String commit() {
        return commit;
    }

    /** What could not be taken, in sentences. */
    public List<String> notes() {
        return notes;
    }

    /** The folders that were other repositories, of which nothing is read. */
    public List<String> submodules() {
        return submodules;
    }

    /** Where what lies at this path of the working tree lay then. */
    public Path at(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (!absolute.startsWith(top)) {
            throw new UserError(Exit.USAGE, "--against: " + path + " lies outside of the git repository " + top);
        }
        return folder.resolve(top.relativize(absolute).toString());
    }

    private void take(AgainstGit git, String within) throws IOException {
        List<Entry> wanted = new ArrayList<>();
        List<Entry> others = new ArrayList<>();
        List<Entry> links = new ArrayList<>();
        for (Entry entry : git.files(commit)) {
            boolean inside = entry.path().startsWith(within);
            String name = entry.path().toLowerCase(Locale.ROOT);
            if (entry.submodule()) {
                if (inside) {
                    submodules.add(entry.path());
                }
            } else if (entry.link()) {
                links.add(entry);
            } else if (inside ? DATA.matcher(name).matches() : name.endsWith(".mustache")) {
                wanted.add(entry);
            } else if (inside && entry.size() <= LARGEST_OTHER) {
                others.add(entry);
            }
        }
        if (others.size() <= MOST_OTHERS) {
            wanted.addAll(others);
        }
        git.contents(wanted, this::write);
        // Links come last, so that nothing is written through one.
        List<Path> made = new ArrayList<>();
        git.contents(links, (entry, content) -> link(entry, content, made));
        for (Path link : made) {
            // One that leads nowhere may lead somewhere by another, so all are there before any is looked at.
            if (!Files.exists(link) || !link.toRealPath().startsWith(folder)) {
                Files.delete(link);
            }
        }
    }

    private void write(Entry entry, InputStream content) throws IOException {
        byte[] head = content.readNBytes(LARGE_FILE.length());
        if (new String(head, StandardCharsets.UTF_8).equals(LARGE_FILE)) {
            if (DATA.matcher(entry.path().toLowerCase(Locale.ROOT)).matches()) {
                notes.add(entry.path() + " was a pointer of Git LFS, and what it points to isn't read");
            }
            return;
        }
        Path target = place(entry);
        if (target == null) {
            return;
        }
        try {
            Files.createDirectories(target.getParent() == null ? folder : target.getParent());
            Files.copy(new SequenceInputStream(new ByteArrayInputStream(head), content), target);
        } catch (FileAlreadyExistsException e) {
            // On a disk that doesn't tell cases apart; so it is in a working tree on that disk.
            notes.add(entry.path() + " can't lie beside another file of the same name on this disk, and isn't read");
        }
    }

    private void link(Entry entry, InputStream content, List<Path> made) throws IOException {
        Path link = place(entry);
        String to = new String(content.readNBytes(4096), StandardCharsets.UTF_8);
        if (link == null || !noLinkAbove(link)) {
            return;
        }
        try {
            Files.createDirectories(link.getParent() == null ? folder : link.getParent());
            made.add(Files.createSymbolicLink(link, Path.of(to)));
        } catch (InvalidPathException | IOException | UnsupportedOperationException e) {
            notes.add(entry.path() + " is a link that can't be made here, and isn't read");
        }
    }

    /** A tree that was made with malice may have a link where it has a folder too. */
    private boolean noLinkAbove(Path path) {
        for (Path at = path.getParent(); at != null && !at.equals(folder); at = at.getParent()) {
            if (Files.isSymbolicLink(at)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Path place(Entry entry) {
        try {
            Path target = folder.resolve(entry.path()).normalize();
            if (target.startsWith(folder) && !target.equals(folder)) {
                return target;
            }
        } catch (InvalidPathException e) {
            // Told like any other name that no file can have here.
        }
        notes.add(entry.path() + " is no name that a file can have here, and isn't read");
        return null;
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException broken) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
