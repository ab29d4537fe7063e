package dev.storyc.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What storyc makes of the films in an output folder: pictures, cuts, captions. A list beside them tells from what each
 * was made and how it looked then, by size and time of change; only what still looks so is replaced or removed.
 *
 * <p>Everything is made in a folder of its own and moved to its name when it is whole. Its line is in the list before
 * that, so a process that dies at any point leaves nothing that the next one would take for somebody else's. Safe for
 * several threads of one process; of processes, one at a time, see {@link FolderLock}.
 */
public final class MadeFiles {
    private static final String LIST = ".storyc-made";
    private static final String WORK = ".storyc-work";

    private final Path folder;
    private final Map<String, List<Line>> lines = new TreeMap<>();
    private final Map<String, String> alike = new TreeMap<>();

    /** @param from a digest of what it was made from */
    private record Line(String from, String look) {}

    private MadeFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Whether nothing was added, taken away, changed or asked for since {@link #finish} with these arguments.
     *
     * @param wanted a digest of all that is wanted
     * @param folders the folders within this one that hold what is made, in order
     * @param here made files in the folder itself, where others come and go, in order
     */
    public static boolean untouched(Path folder, String wanted, Collection<String> folders, Collection<String> here)
            throws IOException {
        Path list = folder.resolve(LIST);
        if (!Files.isRegularFile(list)) {
            return wanted.isEmpty() && !Files.exists(list);
        }
        // The first line is ours or it isn't; what stands below it may be anything.
        try (var reader = Files.newBufferedReader(list, StandardCharsets.ISO_8859_1)) {
            String first = reader.readLine();
            return first != null && first.equals(stamp(folder, wanted, folders, here));
        }
    }

    // A folder's time changes with every file that comes, goes or is replaced by renaming.
    private static String stamp(Path folder, String wanted, Collection<String> folders, Collection<String> here)
            throws IOException {
        MessageDigest digest = Digests.newSha256();
        for (String name : folders) {
            try {
                long nanos = Files.getLastModifiedTime(folder.resolve(name)).to(TimeUnit.NANOSECONDS);
                digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, nanos));
            } catch (NoSuchFileException e) {
                digest.update((byte) 0);
            }
        }
        for (String name : here) {
            digest.update((look(folder.resolve(name)) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return "all " + wanted + " " + HexFormat.of().formatHex(digest.digest());
    }

    /** The made files of a folder, as its list and the files themselves tell. */
    public static MadeFiles in(Path folder) throws IOException {
        MadeFiles made = new MadeFiles(folder);
        refuseAnother(folder.resolve(WORK));
        Path list = folder.resolve(LIST);
        for (String line : OutputFolder.lines(list)) {
            String[] parts = line.split(" ", 4);
            if (parts.length == 4 && parts[0].length() == 64 && OutputFolder.isName(parts[3])) {
                made.lines
                        .computeIfAbsent(parts[3], unused -> new ArrayList<>(1))
                        .add(new Line(parts[0], parts[1] + " " + parts[2]));
            }
        }
        made.clearWork();
        return made;
    }

    /** Whether the file is there as it was made from this. */
    public synchronized boolean current(String name, String from) throws IOException {
        List<Line> listed = lines.get(name);
        if (listed == null) {
            return false;
        }
        Line is = new Line(from, String.valueOf(look(folder.resolve(name))));
        if (!listed.contains(is)) {
            return false;
        }
        alike.putIfAbsent(from, name);
        return true;
    }

    /** A file that was found current, or put in place, and was made from the same. */
    public synchronized Optional<Path> alike(String from) {
        return Optional.ofNullable(alike.get(from)).map(folder::resolve);
    }

    /** Looked at once, since a build beside this one may take its folder away at any moment. */
    private static void refuseAnother(Path work) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(work, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!found.isDirectory()) {
            // Through a link, whatever is made would lie elsewhere for a while, and what lies there be cleared away.
            throw new IOException(work + " is " + (found.isSymbolicLink() ? "a link" : "a file")
                    + ", and storyc works in a folder of that name: remove it");
        }
    }

    /** A name at which a file may be made before it is {@linkplain #put put in its place}. */
    public Path work(String ending) throws IOException {
        return Files.createDirectories(folder.resolve(WORK)).resolve(UUID.randomUUID() + ending);
    }

    /**
     * Puts a finished file in its place. What was there and isn't ours is moved aside, but for what is the same to the
     * byte: where the list was lost, that is most likely what an earlier build made.
     *
     * @return a sentence about what was moved aside
     */
    public synchronized Optional<String> put(Path finished, String name, String from) throws IOException {
        Path target = folder.resolve(name);
        Path above = DurableFiles.above(target);
        Files.createDirectories(above);
        if (!OutputFolder.inside(above, folder)) {
            throw new IOException(name + " would lie outside of " + folder + ", by a link on the way");
        }
        Optional<String> note = Optional.empty();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !ours(name) && !same(finished, target)) {
            Path kept = OutputFolder.free(target);
            Files.move(target, kept);
            note = Optional.of(name + " was not written by storyc: kept as " + kept.getFileName());
        }
        Line line = new Line(from, String.valueOf(look(finished)));
        lines.computeIfAbsent(name, unused -> new ArrayList<>(1)).add(line);
        append(line, name);
        Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        alike.put(from, name);
        return note;
    }

    private void append(Line line, String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text(line, name).getBytes(StandardCharsets.UTF_8));
        try (FileChannel list = FileChannel.open(
                folder.resolve(LIST), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                list.write(bytes);
            }
        }
    }

    private static String text(Line line, String name) {
        return line.from() + " " + line.look() + " " + name + "\n";
    }

    /** Removes what was made and isn't among these, unless somebody changed it since. */
    public synchronized void keepOnly(Set<String> names) throws IOException {
        for (String name : List.copyOf(lines.keySet())) {
            if (names.contains(name)) {
                continue;
            }
            Path file = folder.resolve(name).normalize();
            boolean within = file.startsWith(folder.normalize())
                    && Files.isDirectory(DurableFiles.above(file))
                    && OutputFolder.inside(DurableFiles.above(file), folder);
            if (within && ours(name)) {
                Files.delete(file);
                Path above = DurableFiles.above(file);
                if (!Files.isSameFile(above, folder) && OutputFolder.isEmpty(above)) {
                    Files.delete(above);
                }
            }
            lines.remove(name);
        }
    }

    private static boolean same(Path finished, Path target) throws IOException {
        return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(finished, target) == -1;
    }

    private boolean ours(String name) throws IOException {
        String look = look(folder.resolve(name));
        return look != null
                && lines.getOrDefault(name, List.of()).stream()
                        .anyMatch(line -> line.look().equals(look));
    }

    private static @Nullable String look(Path file) throws IOException {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return is.isRegularFile() ? is.size() + " " + is.lastModifiedTime().toMillis() : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Writes the list anew.
     *
     * @param wanted a digest of all that is wanted, if all of it is there; else empty text, and the next build looks again
     * @param folders as for {@link #untouched}
     * @param here as for {@link #untouched}
     */
    public synchronized void finish(String wanted, Collection<String> folders, Collection<String> here)
            throws IOException {
        clearWork();
        StringBuilder text = new StringBuilder();
        if (!wanted.isEmpty()) {
            text.append(stamp(folder, wanted, folders, here)).append('\n');
        }
        for (Map.Entry<String, List<Line>> entry : lines.entrySet()) {
            String look = look(folder.resolve(entry.getKey()));
            entry.getValue().stream()
                    .filter(line -> line.look().equals(look))
                    .reduce((first, second) -> second)
                    .ifPresent(line -> text.append(text(line, entry.getKey())));
        }
        if (text.length() == 0) {
            Files.deleteIfExists(folder.resolve(LIST));
        } else {
            DurableFiles.write(folder.resolve(LIST), text.toString());
        }
    }

    /** What a process left there that died, or failed. */
    private void clearWork() throws IOException {
        Path work = folder.resolve(WORK);
        if (!Files.isDirectory(work, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(work, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes unused) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(done);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
