package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.outputs.Outputs;
import dev.storyc.report.Gallery;
import dev.storyc.report.GalleryIndex;
import dev.storyc.report.GalleryMark;
import dev.storyc.report.GallerySummary;
import dev.storyc.report.Showing;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes the galleries of storyboards beside their films, and the page over all of them. A page that shows the same
 * already stays as it is; one at its name that storyc did not write is moved aside.
 */
final class Galleries {
    static final String FILE = "gallery.html";
    private static final String INDEX = "index.html";

    private final Console console;
    private final Outputs outputs;

    Galleries(Console console, Outputs outputs) {
        this.console = console;
        this.outputs = outputs;
    }

    /** Where a storyboard's page lies. */
    Path file(String storyboard) {
        return outputs.folder(storyboard).resolve(FILE);
    }

    /** Writes the page of each, and then the one over all. */
    void write(List<Showing> showings) throws IOException {
        boolean changed = false;
        for (Showing showing : showings) {
            changed |= writeOne(showing);
        }
        if (changed || !Files.exists(outputs.out().resolve(INDEX))) {
            index();
        }
    }

    /** Whether the page had to be written. */
    private boolean writeOne(Showing showing) throws IOException {
        String mark = GalleryMark.of(showing, Storyc.version());
        Path file = file(showing.storyboard());
        Optional<GallerySummary> there = GallerySummary.read(beginning(file));
        if (there.filter(summary -> summary.mark().equals(mark)).isPresent()) {
            return false;
        }
        Files.createDirectories(outputs.folder(showing.storyboard()));
        if (there.isEmpty()) {
            keepForeign(file);
        }
        Path temporary = file.resolveSibling(".storyc-" + UUID.randomUUID() + ".tmp");
        try {
            try (BufferedWriter out = Files.newBufferedWriter(
                    temporary, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                new Gallery().write(showing, mark, out);
            }
            // Not synced to the disk as films are: one that a crash spoils is written again, and costs nothing.
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return true;
    }

    /** Writes the page over all galleries that lie in the output folder, whichever build wrote them. */
    private void index() throws IOException {
        Path out = outputs.out();
        if (!Files.isDirectory(out)) {
            return;
        }
        List<GalleryIndex.Entry> entries = new ArrayList<>();
        try (Stream<Path> folders = Files.list(out)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                GallerySummary.read(beginning(folder.resolve(FILE)))
                        .ifPresent(summary -> entries.add(new GalleryIndex.Entry(
                                Objects.requireNonNull(folder.getFileName()).toString(), summary)));
            }
        }
        entries.sort(Comparator.comparing(GalleryIndex.Entry::folder));
        String page = new GalleryIndex().write(entries);
        Path file = out.resolve(INDEX);
        if (!GalleryIndex.isOurs(beginning(file))) {
            keepForeign(file);
        }
        Path temporary = file.resolveSibling(".storyc-" + UUID.randomUUID() + ".tmp");
        try {
            Files.writeString(temporary, page, StandardOpenOption.CREATE_NEW);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void keepForeign(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int n = 1;
        Path kept = file.resolveSibling(file.getFileName() + ".kept");
        while (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
            kept = file.resolveSibling(file.getFileName() + ".kept-" + ++n);
        }
        Files.move(file, kept);
        console.err()
                .println("storyc: " + outputs.workspace().shown(file) + " was not written by storyc: kept as "
                        + kept.getFileName());
    }

    /** The first characters of a page; empty if there is none. */
    private static String beginning(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        char[] start = new char[GallerySummary.LENGTH];
        int length = 0;
        // Not by a decoder that refuses: somebody's page in another encoding is none of ours.
        try (Reader in = new java.io.InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            for (int read = 0; read >= 0 && length < start.length; ) {
                length += read;
                read = in.read(start, length, start.length - length);
            }
        } catch (NoSuchFileException e) {
            return "";
        }
        return new String(start, 0, length);
    }
}
