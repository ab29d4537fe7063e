package dev.storyc.workspace;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A repository, read by the program {@code git}: which commit a revision is, what files it has, and what is in them.
 * Nothing is checked out, fetched or written, and neither hooks nor filters run.
 */
public final class AgainstGit {
    private final Path folder;

    /** @param folder any folder of a working tree */
    AgainstGit(Path folder) {
        this.folder = folder;
    }

    /**
     * A file of a commit.
     *
     * @param mode as git writes it: {@code 120000} is a link, {@code 160000} another repository
     * @param size in bytes; -1 where it has none
     * @param path from the top, with {@code /}
     */
    record Entry(String mode, String object, long size, String path) {
        boolean link() {
            return mode.equals("120000");
        }

        boolean submodule() {
            return mode.equals("160000");
        }
    }

    /** Takes what is in a file; reads as much of it as it likes. */
    @FunctionalInterface
    interface Taker {
        void take(Entry entry, InputStream content) throws IOException;
    }

    private record Said(int code, String out, String err) {}

    /** The top of the working tree, links resolved. */
    Path top() throws IOException {
        Said said = git("rev-parse", "--show-toplevel");
        if (said.code() != 0) {
            boolean none = said.err().contains("not a git repository");
            throw new UserError(
                    Exit.USAGE,
                    none
                            ? "--against compares with a revision of git, and " + folder
                                    + " is in no git repository; run this in a clone"
                            : "--against can't read the git repository around " + folder + ": " + said.err());
        }
        return Path.of(said.out().strip()).toRealPath();
    }

    /** The full name of the commit that a revision means. */
    String commit(String revision) throws IOException {
        // What begins with a dash would be an option; git has no name that does, nor one with control characters.
        boolean name = !revision.isBlank()
                && !revision.startsWith("-")
                && revision.chars().noneMatch(Character::isISOControl);
        Said said = name ? git("rev-parse", "-q", "--verify", revision + "^{commit}") : new Said(1, "", "");
        if (said.code() == 0) {
            return said.out().strip();
        }
        String unknown = "--against: git knows no commit `" + revision + "` here; ";
        if (name && git("rev-parse", "--is-shallow-repository").out().strip().equals("true")) {
            throw new UserError(
                    Exit.USAGE,
                    unknown + "this clone is shallow, and has not all of the history: `git fetch --unshallow`, or in"
                            + " GitHub Actions `fetch-depth: 0` (2 is enough for HEAD^1)");
        }
        boolean remote = name
                && git("rev-parse", "-q", "--verify", "origin/" + revision + "^{commit}")
                                .code()
                        == 0;
        throw new UserError(
                Exit.USAGE,
                unknown
                        + (remote
                                ? "there is `origin/" + revision + "`"
                                : "name a branch, a tag or a commit that `git log` shows, or fetch it first"));
    }

    /** All files of a commit. */
    List<Entry> files(String commit) throws IOException {
        Said said = git("ls-tree", "-r", "-z", "-l", "--full-tree", commit);
        if (said.code() != 0) {
            throw missing(said.err());
        }
        List<Entry> files = new ArrayList<>();
        for (String line : said.out().split("\0", -1)) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                String[] words = line.substring(0, tab).trim().split(" +", -1);
                long size = words[3].matches("[0-9]+") ? Long.parseLong(words[3]) : -1;
                files.add(new Entry(words[0], words[2], size, line.substring(tab + 1)));
            }
        }
        return files;
    }

    /** Reads these files, one after the other, as git keeps them. */
    void contents(List<Entry> files, Taker taker) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        Path asked = Files.createTempFile("storyc-git", ".txt");
        try {
            Files.write(asked, files.stream().map(Entry::object).toList());
            Process git = start(asked, null, "cat-file", "--batch");
            try (InputStream in = git.getInputStream()) {
                for (Entry file : files) {
                    String[] head = line(in).split(" ", -1);
                    if (head.length != 3) {
                        throw missing(file.path());
                    }
                    Bounded content = new Bounded(in, Long.parseLong(head[2]));
                    taker.take(file, content);
                    content.skipRest();
                    in.read();
                }
            } catch (EOFException e) {
                throw missing("it broke off while it was read");
            } finally {
                git.destroy();
                waitFor(git);
            }
        } finally {
            Files.delete(asked);
        }
    }

    private static UserError missing(String what) {
        return new UserError(
                Exit.USAGE,
                "--against: git has not all files of that revision here (" + what
                        + "); in a partial clone, fetch them first: `git fetch --refetch --no-filter`");
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        }
        return text(line.toByteArray());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Said git(String... words) throws IOException {
        Path err = Files.createTempFile("storyc-git", ".err");
        try {
            Process git = start(null, err, words);
            String out = text(git.getInputStream().readAllBytes());
            return new Said(waitFor(git), out, text(Files.readAllBytes(err)).strip());
        } finally {
            Files.delete(err);
        }
    }

    private static int waitFor(Process git) {
        try {
            return git.waitFor();
        } catch (InterruptedException e) {
            git.destroy();
            Thread.currentThread().interrupt();
            throw new UserError(Exit.INTERRUPTED, "stopped while git was read");
        }
    }

    private Process start(@Nullable Path input, @Nullable Path err, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "--no-pager", "--no-replace-objects"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(
                        err == null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(err.toFile()));
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        // A hook that runs storyc has these set for a repository of its own; the key is none of git's business.
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.equals("SHORTAPI_KEY")
                        || (name.startsWith("GIT_")
                                && !name.startsWith("GIT_CONFIG")
                                && !name.equals("GIT_EXEC_PATH")));
        // What isn't here is told, and not fetched behind anybody's back; its words are read below.
        environment.put("GIT_NO_LAZY_FETCH", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("LC_ALL", "C");
        try {
            Process git = builder.start();
            git.getOutputStream().close();
            return git;
        } catch (IOException e) {
            throw new UserError(Exit.USAGE, "--against needs the program `git`, and it can't be run: install it");
        }
    }

    /** One file of a stream of them. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private long left;

        private Bounded(InputStream in, long size) {
            this.in = in;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(into, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException();
            }
            left -= read;
            return read;
        }

        private void skipRest() throws IOException {
            byte[] nowhere = new byte[1 << 16];
            while (left > 0) {
                read(nowhere, 0, nowhere.length);
            }
        }
    }
}
