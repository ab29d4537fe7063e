package dev.storyc.store;

import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Holdings;
import dev.storyc.plan.PassingHoldings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Films that lie in output folders, known by their bytes whatever their names: what a store lacks may be taken back from
 * there. The folders are read once, and only if something is looked for. Not for several threads.
 */
public final class SpareFilms {
    private final List<Path> folders;
    private final Map<Path, String> hashed = new HashMap<>();
    private @Nullable Map<Long, List<Path>> bySize;

    /** @param folders those of the storyboards; one that isn't there holds nothing */
    public SpareFilms(Collection<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** What a store holds, with what could be taken back into it. */
    public Holdings over(Holdings held) {
        return new PassingHoldings(held) {
            @Override
            public boolean spare(FilmRecord named) {
                return find(named).isPresent();
            }
        };
    }

    /** Takes a film back into the store, if its bytes lie here; every byte is read, and they are copied, not moved. */
    public boolean takeBack(FilmRecord film, FilmStore store) {
        Optional<Path> found = find(film);
        if (found.isEmpty()) {
            return false;
        }
        Path incoming = store.incoming(film.key());
        try {
            boolean same = copy(found.get(), incoming).equals(film.sha256());
            if (same) {
                store.keep(incoming, film);
            }
            return same;
        } catch (IOException e) {
            throw new StoreException("the film " + found.get() + " can't be taken back", e);
        } finally {
            discard(incoming);
        }
    }

    private Optional<Path> find(FilmRecord film) {
        try {
            for (Path file : sizes().getOrDefault(film.bytes(), List.of())) {
                if (sha256(file).equals(film.sha256())) {
                    return Optional.of(file);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException("the films in " + folders + " can't be read", e);
        }
    }

    private String sha256(Path file) throws IOException {
        String known = hashed.get(file);
        if (known == null) {
            known = Digests.sha256(file);
            hashed.put(file, known);
        }
        return known;
    }

    private Map<Long, List<Path>> sizes() throws IOException {
        if (bySize == null) {
            Map<Long, List<Path>> sizes = new HashMap<>();
            for (Path folder : folders) {
                for (Path file : files(folder)) {
                    sizes.computeIfAbsent(Files.size(file), unused -> new ArrayList<>())
                            .add(file);
                }
            }
            bySize = sizes;
        }
        return bySize;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    private static String copy(Path from, Path to) throws IOException {
        MessageDigest digest = Digests.newSha256();
        try (InputStream in = Files.newInputStream(from);
                OutputStream out =
                        new DigestOutputStream(Files.newOutputStream(to, StandardOpenOption.CREATE_NEW), digest)) {
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What is left of it was never filed; leaving it behind would only waste room. */
    private static void discard(Path incoming) {
        try {
            Files.deleteIfExists(incoming);
        } catch (IOException e) {
            return;
        }
    }
}
