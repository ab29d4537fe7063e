package dev.storyc.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys and SHA-256 that the manifests of a workspace name: those in its folder as it is, and those on everything git
 * keeps for it.
 *
 * <p>Manifests aren't read as such. Whatever in one looks like a key or a hash counts, so that one with conflict markers,
 * or of a newer version, protects its films as well.
 */
public final class WantedFilms {
    private static final String ENDING = ".manifest.json";
    private static final Pattern NAME = Pattern.compile("\"([0-9a-f]{64})\"");

    private final Set<String> names = new HashSet<>();
    private int manifests;

    /** Something of a workspace can't be read, so nobody knows what it names. The message is for people. */
    public static final class Unreadable extends Exception {
        Unreadable(String message) {
            super(message);
        }
    }

    /** Adds what a workspace names. */
    public void add(Path workspace) throws Unreadable, InterruptedException {
        if (!Files.isDirectory(workspace)) {
            throw new Unreadable("it is not there");
        }
        try {
            // Through links too, as a build goes: a campaign's folder may lie elsewhere.
            Files.walkFileTree(workspace, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Manifests());
            for (Path at = workspace; at != null; at = at.getParent()) {
                if (Files.exists(at.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                    new GitManifests(at).read(this);
                    return;
                }
            }
        } catch (IOException e) {
            throw new Unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** Whether any manifest names this key or hash. */
    public boolean names(String hex) {
        return names.contains(hex);
    }

    /** How many manifests were read, each version of one counted once. */
    public int manifests() {
        return manifests;
    }

    static boolean isManifest(String path) {
        return path.endsWith(ENDING);
    }

    /** Adds what the text of one manifest names. */
    void add(byte[] manifest, String shown) throws Unreadable {
        String text = new String(manifest, StandardCharsets.UTF_8);
        // A pointer of git-lfs, or a text that git-crypt keeps, names nothing and stands for what names films.
        if (!text.isBlank() && !text.contains("\"clips\"")) {
            throw new Unreadable(shown + " is no manifest that can be read");
        }
        manifests++;
        for (Matcher name = NAME.matcher(text); name.find(); ) {
            names.add(name.group(1));
        }
    }

    /** Reads each manifest in a folder and below. */
    private final class Manifests extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean ofGit = String.valueOf(folder.getFileName()).equals(".git");
            return ofGit ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (isManifest(file.toString()) && attributes.isRegularFile()) {
                try {
                    byte[] manifest = Files.readAllBytes(file);
                    if (new String(manifest, StandardCharsets.UTF_8).isBlank()) {
                        // What a full disk or a broken merge left; a build refuses it as well.
                        throw new Unreadable(file + " is empty");
                    }
                    add(manifest, file.toString());
                } catch (Unreadable e) {
                    throw new IOException(e.getMessage(), e);
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException) {
                return FileVisitResult.CONTINUE;
            }
            return super.visitFileFailed(file, e);
        }
    }
}
