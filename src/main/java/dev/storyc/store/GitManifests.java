package dev.storyc.store;

import dev.storyc.store.WantedFilms.Unreadable;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every manifest that git keeps for a working tree: on all branches, local and remote-tracking, tags, stashes, the heads
 * of its other working trees, what a merge or rebase is at, and what is staged. Asks the program {@code git}, which knows
 * all ways in which refs and objects are stored.
 */
final class GitManifests {
    private static final List<String> HEADS =
            List.of("HEAD", "ORIG_HEAD", "FETCH_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD");

    private final Path folder;

    /** @param folder the top of a working tree, where {@code .git} lies */
    GitManifests(Path folder) {
        this.folder = folder;
    }

    void read(WantedFilms into) throws IOException, InterruptedException, Unreadable {
        Set<String> blobs = new LinkedHashSet<>();
        for (String tree : trees()) {
            blobs(git(List.of(), "ls-tree", "-r", "-z", "--full-tree", tree), blobs, 2);
        }
        blobs(git(List.of(), "ls-files", "-s", "-z"), blobs, 1);
        if (!blobs.isEmpty()) {
            contents(blobs, into);
        }
    }

    /** The trees of all that a ref or a head names. */
    private Set<String> trees() throws IOException, InterruptedException, Unreadable {
        List<String> wanted = new ArrayList<>();
        String format = "--format=%(objectname) %(objecttype) %(*objecttype)";
        for (String ref : lines(git(List.of(), "for-each-ref", format))) {
            String[] words = ref.split(" ", -1);
            String type = words[1].equals("tag") ? words[2] : words[1];
            // A tag may name a single file, which is no manifest of anything.
            if (!type.equals("blob")) {
                wanted.add(words[0]);
            }
        }
        for (String line : lines(git(List.of(), "worktree", "list", "--porcelain"))) {
            if (line.startsWith("HEAD ") && !line.matches("HEAD 0+")) {
                wanted.add(line.substring(5));
            }
        }
        for (String head : HEADS) {
            String found =
                    new String(gitOrNothing("rev-parse", "-q", "--verify", head + "^{commit}"), StandardCharsets.UTF_8);
            if (!found.isBlank()) {
                wanted.add(found.strip());
            }
        }
        // Older stashes are in the log of the ref alone; what was staged and what git didn't know are their parents.
        for (String line : lines(gitOrNothing("log", "-g", "--format=%H %P", "refs/stash", "--"))) {
            wanted.addAll(List.of(line.strip().split(" ", -1)));
        }
        Set<String> trees = new LinkedHashSet<>();
        List<String> asked = wanted.stream().map(object -> object + "^{tree}").toList();
        for (String line : lines(git(asked, "cat-file", "--batch-check=%(objectname)"))) {
            if (!line.matches("[0-9a-f]+")) {
                throw new Unreadable("git has not all of its history: " + line);
            }
            trees.add(line);
        }
        return trees;
    }

    /** Gathers the manifests of a listing, in which {@code at} counts the words before an object's name. */
    private static void blobs(byte[] listing, Set<String> blobs, int at) {
        for (String entry : new String(listing, StandardCharsets.UTF_8).split("\0", -1)) {
            int tab = entry.indexOf('\t');
            if (tab > 0 && WantedFilms.isManifest(entry.substring(tab + 1))) {
                blobs.add(entry.substring(0, tab).split(" ", -1)[at]);
            }
        }
    }

    private void contents(Set<String> blobs, WantedFilms into) throws IOException, InterruptedException, Unreadable {
        Path asked = Files.createTempFile("storyc-git", ".txt");
        try {
            Files.write(asked, blobs);
            Process git = start(asked, "cat-file", "--batch");
            try (DataInputStream in = new DataInputStream(git.getInputStream())) {
                for (String blob : blobs) {
                    String[] head = line(in).split(" ", -1);
                    if (head.length != 3) {
                        throw new Unreadable("git has not all of its history: " + String.join(" ", head));
                    }
                    byte[] content = new byte[Integer.parseInt(head[2])];
                    in.readFully(content);
                    in.readByte();
                    into.add(content, "in git, the object " + blob);
                }
            } catch (EOFException e) {
                throw new Unreadable("git broke off while it was read");
            } finally {
                git.destroy();
                git.waitFor();
            }
        } finally {
            Files.delete(asked);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static List<String> lines(byte[] text) {
        return new String(text, StandardCharsets.UTF_8).lines().toList();
    }

    private byte[] git(List<String> input, String... words) throws IOException, InterruptedException, Unreadable {
        Path asked = Files.createTempFile("storyc-git", ".txt");
        try {
            Files.write(asked, input);
            Process git = start(asked, words);
            byte[] said = git.getInputStream().readAllBytes();
            if (git.waitFor() != 0) {
                throw new Unreadable("`git " + words[0] + "` can't read it; try it there yourself");
            }
            return said;
        } finally {
            Files.delete(asked);
        }
    }

    /** For what need not be there. */
    private byte[] gitOrNothing(String... words) throws IOException, InterruptedException, Unreadable {
        Process git = start(null, words);
        byte[] said = git.getInputStream().readAllBytes();
        return git.waitFor() == 0 ? said : new byte[0];
    }

    private Process start(@Nullable Path input, String... words) throws IOException, Unreadable {
        List<String> command = new ArrayList<>(List.of("git", "--no-pager", "--no-replace-objects"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        // A hook that runs storyc has these set for a repository of its own; the key is none of git's business.
        builder.environment()
                .keySet()
                .removeIf(name -> name.equals("SHORTAPI_KEY")
                        || (name.startsWith("GIT_")
                                && !name.startsWith("GIT_CONFIG")
                                && !name.equals("GIT_EXEC_PATH")));
        // What isn't here is told, and not fetched behind anybody's back.
        builder.environment().put("GIT_NO_LAZY_FETCH", "1");
        try {
            Process git = builder.start();
            git.getOutputStream().close();
            return git;
        } catch (IOException e) {
            throw new Unreadable("it is a git repository, and the program `git` can't be run");
        }
    }
}
