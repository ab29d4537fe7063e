package dev.storyc.store;

import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.ManifestRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A storyboard's folder under {@code out/}: links to the store's read-only films, or copies where the disk can't link or
 * copies are asked for.
 *
 * <p>A list beside the films tells which of them storyc wrote. Only those are ever replaced or removed; a file of
 * somebody else at a film's name is moved aside, and said.
 */
public final class OutputFolder {
    private static final String LIST = ".storyc-files";

    private final Path folder;
    private final FilmStore store;
    private final boolean copies;

    public OutputFolder(Path folder, FilmStore store, boolean copies) {
        this.folder = folder;
        this.store = store;
        this.copies = copies;
    }

    /**
     * What placing changed.
     *
     * @param written files that are new or other than before
     * @param removed files that were no longer current
     * @param notes what people should know
     */
    public record Placed(List<String> written, List<String> removed, List<String> notes) {}

    /** Where a clip's film goes, relative to the folder. */
    public static String name(String variant, int number, String clip, int take, boolean cut) {
        // Not by a format, which takes longer than all else that is done for a film in its place.
        String base = variant + (number < 10 ? "/0" : "/") + number + "-" + clip;
        return base + (cut ? "" : ".take-" + take) + ".mp4";
    }

    /** Makes the folder hold the films of these rows, and nothing else that storyc wrote. */
    public Placed place(Collection<ManifestRow> rows) {
        return place(rows, row -> false);
    }

    /**
     * The same, but for films that the store can't give: what is at their names stays as it is.
     *
     * @param unfit the SHA-256 of those
     */
    public Placed place(Collection<ManifestRow> rows, Set<String> unfit) {
        return place(rows, row -> unfit.contains(row.film().sha256()));
    }

    /** The same for rows that must not be followed: what is at their names stays as it is. */
    public Placed place(Collection<ManifestRow> rows, Predicate<ManifestRow> unfit) {
        try {
            return placeAll(rows, unfit);
        } catch (IOException e) {
            throw new StoreException("films can't be placed in " + folder, e);
        }
    }

    /**
     * What stands in the way of files of these names, in words; to be asked before any of them is bought. A file at a
     * film's name is none, for it is moved aside.
     *
     * @param files as {@link #name} makes them
     */
    public List<String> obstacles(Collection<String> files) {
        try {
            Optional<String> all = obstacle(folder, DurableFiles.above(folder));
            if (all.isPresent()) {
                return List.of(all.get());
            }
            SortedSet<String> folders = new TreeSet<>();
            files.forEach(file -> folders.add(file.substring(0, Math.max(0, file.lastIndexOf('/')))));
            List<String> found = new ArrayList<>();
            for (String name : folders) {
                obstacle(folder.resolve(name), folder).ifPresent(found::add);
            }
            return found;
        } catch (IOException e) {
            throw new StoreException("it can't be told what is in " + folder, e);
        }
    }

    private static Optional<String> obstacle(Path wanted, Path within) throws IOException {
        if (Files.exists(wanted, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isDirectory(wanted)) {
                return Optional.of("a folder belongs at " + wanted + ", and something else stands there");
            }
            if (!inside(wanted, within)) {
                return Optional.of("films belong at " + wanted + ", which is a link that leads out of " + within);
            }
        }
        Path there = wanted.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there == null || (Files.isDirectory(there) && Files.isWritable(there))
                ? Optional.empty()
                : Optional.of("nothing can be written at " + wanted + ", for " + there + " does not allow it");
    }

    /** By real paths, since a link on the way may lead out. */
    static boolean inside(Path path, Path folder) throws IOException {
        return path.toRealPath().startsWith(folder.toRealPath());
    }

    private Placed placeAll(Collection<ManifestRow> rows, Predicate<ManifestRow> unfit) throws IOException {
        SortedMap<String, String> before = readList();
        SortedMap<String, String> wanted = new TreeMap<>();
        rows.forEach(row -> wanted.put(row.file(), row.film().sha256()));
        if (before.isEmpty() && wanted.isEmpty()) {
            return new Placed(List.of(), List.of(), List.of());
        }
        // First the list of all that may be ours after a crash, at the end the list of what is.
        SortedMap<String, String> either = new TreeMap<>(before);
        either.putAll(wanted);
        if (!either.equals(before)) {
            writeList(either);
        }
        List<String> written = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (ManifestRow row : lacking(rows, unfit)) {
            placeOne(row, Optional.ofNullable(before.get(row.file())), written, notes);
        }
        for (Map.Entry<String, String> old : before.entrySet()) {
            if (!wanted.containsKey(old.getKey()) && remove(old.getKey(), old.getValue())) {
                removed.add(old.getKey());
            }
        }
        if (!either.equals(wanted)) {
            writeList(wanted);
        }
        return new Placed(written, removed, notes);
    }

    /** The rows whose films aren't in their places; where all are, looking is all there is to do, so all cores look. */
    private List<ManifestRow> lacking(Collection<ManifestRow> rows, Predicate<ManifestRow> unfit) throws IOException {
        try {
            return rows.parallelStream()
                    .filter(row -> !unfit.test(row) && !isPlaced(row))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean isPlaced(ManifestRow row) {
        try {
            return current(store.attributes(row.film()), folder.resolve(row.file()));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void placeOne(ManifestRow row, Optional<String> listed, List<String> written, List<String> notes)
            throws IOException {
        Path film = store.film(row.film());
        Path target = folder.resolve(row.file());
        BasicFileAttributes bought;
        try {
            bought = store.attributes(row.film());
        } catch (NoSuchFileException e) {
            return;
        }
        if (current(bought, target)) {
            return;
        }
        Files.createDirectories(DurableFiles.above(target));
        if (!inside(DurableFiles.above(target), folder)) {
            throw new IOException(row.file() + " would lie outside of " + folder + ", by a link on the way");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
                && !ours(target, listed, row.film().sha256())) {
            Path kept = free(target);
            Files.move(target, kept);
            notes.add(row.file() + " was not written by storyc: kept as " + kept.getFileName());
        }
        Path temporary = DurableFiles.beside(target);
        try {
            link(film, row.film(), temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        written.add(row.file());
    }

    private void link(Path film, FilmRecord record, Path target) throws IOException {
        if (!copies) {
            try {
                Files.createLink(target, film);
                return;
            } catch (IOException | UnsupportedOperationException e) {
                // Another disk, or one without links: a copy serves as well.
                Files.deleteIfExists(target);
            }
        }
        Files.copy(film, target, StandardCopyOption.COPY_ATTRIBUTES);
        if (!Digests.sha256(target).equals(record.sha256())) {
            throw new StoreException("the film " + film + " can't be copied: its bytes are not those that were bought;"
                    + " `storyc store verify` tells more");
        }
    }

    /** Whether the target is the film already: the same file, or an untouched copy. */
    private boolean current(BasicFileAttributes want, Path target) throws IOException {
        BasicFileAttributes is;
        try {
            is = Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (!is.isRegularFile()) {
            return false;
        }
        boolean same = want.fileKey() != null && want.fileKey().equals(is.fileKey());
        if (same) {
            return !copies;
        }
        // Java copies times to the microsecond only.
        return is.size() == want.size()
                && is.lastModifiedTime().toMillis() == want.lastModifiedTime().toMillis();
    }

    private boolean ours(Path target, Optional<String> listed, String wanted) throws IOException {
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        String found = Digests.sha256(target);
        return found.equals(wanted) || listed.filter(found::equals).isPresent();
    }

    private boolean remove(String name, String sha256) throws IOException {
        Path file = folder.resolve(name);
        // The list lies where anybody may write it, so it is believed only inside the folder and for the very bytes;
        // by real paths, since a link on the way may lead out, and the folder itself may be named by `..`.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !inside(DurableFiles.above(file), folder)) {
            return false;
        }
        if (!ours(file, Optional.of(sha256), sha256)) {
            return false;
        }
        Files.delete(file);
        Path above = DurableFiles.above(file);
        if (!Files.isSameFile(above, folder) && isEmpty(above)) {
            Files.delete(above);
        }
        return true;
    }

    static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    static Path free(Path target) {
        int n = 1;
        Path kept = target.resolveSibling(target.getFileName() + ".kept");
        while (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
            kept = target.resolveSibling(target.getFileName() + ".kept-" + ++n);
        }
        return kept;
    }

    private SortedMap<String, String> readList() throws IOException {
        SortedMap<String, String> entries = new TreeMap<>();
        Path list = folder.resolve(LIST);
        for (String line : lines(list)) {
            int blank = line.indexOf(' ');
            if (blank == 64 && isName(line.substring(blank + 1))) {
                entries.put(line.substring(blank + 1), line.substring(0, blank));
            }
        }
        return entries;
    }

    /** The lines of a list, none where it isn't there; what is no text in it is no name of a file of ours either. */
    static List<String> lines(Path list) throws IOException {
        if (!Files.exists(list)) {
            return List.of();
        }
        if (!Files.isRegularFile(list)) {
            throw new IOException("storyc's list of its files belongs at " + list + ", and something else stands there:"
                    + " remove it, and build again");
        }
        return new String(Files.readAllBytes(list), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** Whether a file can have this name at all: the list lies where anybody may write it. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.indexOf('\0') < 0 && name.indexOf('\uFFFD') < 0;
    }

    private void writeList(SortedMap<String, String> entries) throws IOException {
        Files.createDirectories(folder);
        StringBuilder text = new StringBuilder();
        entries.forEach(
                (name, sha256) -> text.append(sha256).append(' ').append(name).append('\n'));
        DurableFiles.write(folder.resolve(LIST), text.toString());
    }
}
