package dev.storyc.outputs;

import dev.storyc.manifest.ManifestRow;
import dev.storyc.media.FilmCutter;
import dev.storyc.media.PosterMaker;
import dev.storyc.media.PosterMaker.Titled;
import dev.storyc.report.Captions;
import dev.storyc.report.Timeline;
import dev.storyc.store.Digests;
import dev.storyc.store.MadeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What is to be done in one output folder so that pictures and cuts are as wanted: found out by one thread, done by
 * several, each piece by itself.
 */
final class PictureWork {
    private static final String POSTER = ".jpg";
    private static final String SHEET = ".sheet.jpg";

    private final Path folder;
    private final MadeFiles made;
    private final Set<String> names = new HashSet<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<String> proved = ConcurrentHashMap.newKeySet();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private final FilmCutter cutter = new FilmCutter();
    private final PosterMaker posters = new PosterMaker();

    /**
     * One piece of work.
     *
     * @param what it makes, in words
     * @param variant the variant it cuts, or empty text
     * @param names the files it makes or finds
     */
    record Piece(String what, String variant, List<String> names, Task task) {}

    /** Makes what isn't there; an interrupt ends it. */
    interface Task {
        void run() throws IOException;
    }

    /** Makes a file at this place. */
    private interface Maker {
        void make(Path target) throws IOException;
    }

    PictureWork(Path folder, MadeFiles made) {
        this.folder = folder;
        this.made = made;
    }

    /** Adds the pictures of all films; equal films have theirs made once. */
    void films(List<ManifestRow> rows) throws IOException {
        Map<String, List<ManifestRow>> byFilm = new LinkedHashMap<>();
        rows.forEach(row -> byFilm.computeIfAbsent(row.film().sha256(), unused -> new ArrayList<>(1))
                .add(row));
        for (List<ManifestRow> alike : byFilm.values()) {
            List<ManifestRow> due = new ArrayList<>();
            List<String> theirs = new ArrayList<>();
            for (ManifestRow row : alike) {
                String poster = beside(row.file(), POSTER);
                String sheet = beside(row.file(), SHEET);
                names.add(poster);
                names.add(sheet);
                boolean there = made.current(poster, posterFrom(row)) && made.current(sheet, sheetFrom(row));
                if (!there && Files.isRegularFile(folder.resolve(row.file()))) {
                    due.add(row);
                    theirs.add(poster);
                    theirs.add(sheet);
                }
            }
            if (!due.isEmpty()) {
                String what = "pictures of " + due.get(0).place().address();
                pieces.add(new Piece(what, "", theirs, () -> {
                    for (ManifestRow row : due) {
                        picture(row);
                    }
                }));
            }
        }
    }

    private void picture(ManifestRow row) throws IOException {
        String poster = beside(row.file(), POSTER);
        String sheet = beside(row.file(), SHEET);
        if (made.alike(posterFrom(row)).isPresent()
                && made.alike(sheetFrom(row)).isPresent()) {
            put(poster, posterFrom(row), POSTER, target -> {});
            put(sheet, sheetFrom(row), POSTER, target -> {});
            return;
        }
        film(row);
        Path first = made.work(POSTER);
        Path second = made.work(POSTER);
        posters.posterAndSheet(new Titled(title(row), folder.resolve(row.file())), first, second);
        made.put(first, poster, posterFrom(row)).ifPresent(notes::add);
        made.put(second, sheet, sheetFrom(row)).ifPresent(notes::add);
    }

    /** What is made is known by the films it is of for ever, so each is read before: another may stand at its name. */
    private void film(ManifestRow row) throws IOException {
        if (proved.contains(row.file())) {
            return;
        }
        if (!Digests.sha256(folder.resolve(row.file())).equals(row.film().sha256())) {
            throw new IOException(row.file() + " is not the film that was bought");
        }
        proved.add(row.file());
    }

    /**
     * Adds a variant's cut with its picture, contact sheet and captions.
     *
     * @return whether the cut itself has to be made; empty if one of its films isn't in the folder
     */
    Optional<Boolean> cut(WantedPictures.Cut cut) throws IOException {
        for (ManifestRow row : cut.rows()) {
            if (!Files.isRegularFile(folder.resolve(row.file()))) {
                return Optional.empty();
            }
        }
        Timeline timeline = cut.timeline();
        List<String> parts = new ArrayList<>(List.of("cut"));
        List<String> shown = new ArrayList<>(List.of("sheet of"));
        List<FilmCutter.Piece> films = new ArrayList<>();
        List<Titled> titled = new ArrayList<>();
        for (Timeline.Entry entry : timeline.clips()) {
            ManifestRow row = cut.rows().get(films.size());
            parts.add(row.film().sha256());
            parts.add(Integer.toString(entry.crossfadeFrames()));
            shown.add(row.film().sha256());
            shown.add(title(row));
            films.add(new FilmCutter.Piece(folder.resolve(row.file()), entry.crossfade()));
            titled.add(new Titled(title(row), folder.resolve(row.file())));
        }
        String cutFrom = from(parts);
        Captions captions = Captions.besideCut(timeline);
        List<Due> due = new ArrayList<>();
        due.add(new Due(cut.file(), cutFrom, ".mp4", target -> cutter.cut(films, target)));
        due.add(new Due(
                cut.beside(POSTER),
                WantedPictures.from("poster of", cutFrom),
                POSTER,
                target -> posters.poster(folder.resolve(cut.file()), target)));
        due.add(new Due(cut.beside(SHEET), from(shown), POSTER, target -> posters.sheet(titled, target)));
        if (!captions.isEmpty()) {
            due.add(text(cut.beside(".srt"), captions.srt()));
            due.add(text(cut.beside(".vtt"), captions.webVtt()));
        }
        List<Due> lacking = new ArrayList<>();
        for (Due one : due) {
            names.add(one.name());
            if (!made.current(one.name(), one.from())) {
                lacking.add(one);
            }
        }
        if (!lacking.isEmpty()) {
            List<String> theirs = lacking.stream().map(Due::name).toList();
            pieces.add(new Piece("the cut of " + cut.variant(), cut.variant(), theirs, () -> {
                for (ManifestRow row : cut.rows()) {
                    film(row);
                }
                for (Due one : lacking) {
                    put(one.name(), one.from(), one.ending(), one.maker());
                }
            }));
        }
        return Optional.of(lacking.stream().anyMatch(one -> one.name().equals(cut.file())));
    }

    /** A file to be made. */
    private record Due(String name, String from, String ending, Maker maker) {}

    private static Due text(String name, String text) {
        return new Due(
                name,
                WantedPictures.from("text", text),
                ".txt",
                target -> Files.writeString(target, text, StandardCharsets.UTF_8));
    }

    private void put(String name, String from, String ending, Maker maker) throws IOException {
        Path target = made.work(ending);
        Optional<Path> same = made.alike(from);
        if (same.isPresent()) {
            Files.copy(same.get(), target);
        } else {
            maker.make(target);
        }
        made.put(target, name, from).ifPresent(notes::add);
    }

    /** Leaves alone what stands at the names of a cut that this build knows nothing of. */
    void leave(String variant) {
        for (String ending : List.of(".mp4", POSTER, SHEET, ".srt", ".vtt")) {
            names.add(variant + ending);
        }
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** All files that are wanted. */
    Set<String> names() {
        return names;
    }

    /** What people should know, once the work is done. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private static String posterFrom(ManifestRow row) {
        return WantedPictures.from("poster", row.film().sha256());
    }

    private static String sheetFrom(ManifestRow row) {
        return WantedPictures.from("sheet", row.film().sha256(), title(row));
    }

    private static String title(ManifestRow row) {
        return row.place().clip()
                + (row.place().take() == 1 ? "" : ", take " + row.place().take());
    }

    private static String from(List<String> parts) {
        return WantedPictures.from(parts.toArray(String[]::new));
    }

    static String beside(String film, String ending) {
        return film.substring(0, film.length() - ".mp4".length()) + ending;
    }
}
