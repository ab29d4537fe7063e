package dev.storyc.outputs;

import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Expectation;
import dev.storyc.lower.FilmLowerer;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.plan.Planner;
import dev.storyc.plan.StepState;
import dev.storyc.report.ShownClip;
import dev.storyc.report.ShownTake;
import dev.storyc.report.ShownVariant;
import dev.storyc.report.Timeline;
import dev.storyc.store.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made of the films of one storyboard: pictures of each, and of each variant whose clips are all there a
 * cut.
 *
 * @param rows the films, all that the manifest names
 * @param cuts the variants to be cut
 * @param lacking variants that are to be cut and lack clips, by name
 * @param others variants that this build doesn't know, whose cuts stay as they are
 */
record WantedPictures(List<ManifestRow> rows, List<Cut> cuts, List<String> lacking, Set<String> others) {
    /** Counted up when pictures or cuts come out otherwise than before, so that they are made again. */
    private static final String EDITION = "1";

    /**
     * A variant to be cut.
     *
     * @param rows its films, those of the scenes that are in the cut, in order
     * @param scenes the scenes, the same
     */
    record Cut(String variant, List<FilmScene> scenes, List<ManifestRow> rows) {
        String file() {
            return variant + ".mp4";
        }

        String beside(String ending) {
            return variant + ending;
        }

        boolean captioned() {
            return scenes.stream().anyMatch(WantedPictures::captioned);
        }

        /** The films in the manifest's words; they are as they were bought. */
        Timeline timeline() {
            List<ShownClip> clips = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                clips.add(new ShownClip(scenes.get(i), List.of(take(rows.get(i)))));
            }
            return Timeline.of(new ShownVariant(variant, Map.of(), clips, null));
        }

        private static ShownTake take(ManifestRow row) {
            FilmRecord film = row.film();
            Place place = row.place();
            Expectation seen = new Expectation(
                    film.seconds(), film.seen().width(), film.seen().height(), false);
            Clip clip = new Clip(
                    place.storyboard(),
                    place.variant(),
                    place.clip(),
                    0,
                    place.take(),
                    true,
                    film.payload(),
                    film.seconds(),
                    film.estimate(),
                    seen);
            return new ShownTake(clip, StepState.CACHED, null, film.jobId(), null, film, row.file(), null, null);
        }
    }

    static WantedPictures of(CompiledStoryboard board, Manifest manifest) {
        Map<Place, Key> asked = new HashMap<>();
        board.clips().forEach(clip -> asked.put(Planner.place(clip), clip.key()));
        Map<Place, ManifestRow> rows = new HashMap<>();
        Set<String> others = new HashSet<>();
        for (ManifestRow row : manifest.rows()) {
            rows.put(row.place(), row);
            others.add(row.place().variant());
        }
        List<Cut> cuts = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        for (Film film : board.films()) {
            others.remove(film.variant());
            if (film.cut()
                    && film.scenes().stream().anyMatch(scene -> scene.cut().enabled())) {
                Cut cut = cut(film, rows, asked);
                if (cut == null) {
                    lacking.add(film.variant());
                } else {
                    cuts.add(cut);
                }
            }
        }
        return new WantedPictures(manifest.rows(), cuts, lacking, others);
    }

    private static @Nullable Cut cut(Film film, Map<Place, ManifestRow> rows, Map<Place, Key> asked) {
        List<FilmScene> scenes = new ArrayList<>(film.scenes().size());
        List<ManifestRow> found = new ArrayList<>(film.scenes().size());
        for (FilmScene scene : film.scenes()) {
            if (!scene.cut().enabled()) {
                continue;
            }
            Place place = new Place(film.storyboard(), film.variant(), scene.id(), FilmLowerer.cutTake(film, scene));
            ManifestRow row = rows.get(place);
            Key key = asked.get(place);
            // What this build asked for anew and didn't get is there as it was, and not what the cut should show.
            if (row == null || (key != null && !key.equals(row.film().key()))) {
                return null;
            }
            scenes.add(scene);
            found.add(row);
        }
        return new Cut(film.variant(), scenes, found);
    }

    private static boolean captioned(FilmScene scene) {
        return scene.cut().captions()
                && (said(scene.caption()) || scene.shots().stream().anyMatch(shot -> said(shot.caption())));
    }

    private static boolean said(@Nullable Rendered caption) {
        return caption != null && !caption.isBlank();
    }

    /** The folders that films and their pictures lie in. */
    Set<String> folders() {
        Set<String> folders = new LinkedHashSet<>();
        rows.forEach(row ->
                folders.add(row.file().substring(0, Math.max(0, row.file().lastIndexOf('/')))));
        return folders;
    }

    /** The files of the cuts, which lie above those folders. */
    List<String> here() {
        List<String> here = new ArrayList<>();
        for (Cut cut : cuts) {
            here.addAll(List.of(cut.file(), cut.beside(".jpg"), cut.beside(".sheet.jpg")));
            if (cut.captioned()) {
                here.addAll(List.of(cut.beside(".srt"), cut.beside(".vtt")));
            }
        }
        return here;
    }

    /** Whatever decides what is made, as one digest; empty text where nothing is wanted. */
    String digest() {
        if (rows.isEmpty()) {
            return "";
        }
        MessageDigest digest = Digests.newSha256();
        add(digest, EDITION);
        for (ManifestRow row : rows) {
            add(digest, row.file());
            add(digest, row.film().sha256());
        }
        for (Cut cut : cuts) {
            add(digest, cut.variant());
            for (int i = 0; i < cut.rows().size(); i++) {
                add(digest, cut.rows().get(i).file());
                scene(digest, cut.scenes().get(i));
            }
        }
        lacking.forEach(variant -> add(digest, variant));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void scene(MessageDigest digest, FilmScene scene) {
        if (scene.cut().crossfade().signum() > 0) {
            add(digest, scene.cut().crossfade().toPlainString());
        }
        if (captioned(scene)) {
            add(digest, Integer.toString(scene.number()));
            add(digest, scene.caption());
            for (FilmShot shot : scene.shots()) {
                add(digest, Integer.toString(shot.seconds()));
                add(digest, shot.caption());
            }
        }
    }

    private static void add(MessageDigest digest, @Nullable Rendered text) {
        add(digest, text == null ? "" : "=" + text.text());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    /** What one thing is made from, as a digest. */
    static String from(String... parts) {
        MessageDigest digest = Digests.newSha256();
        add(digest, EDITION);
        for (String part : parts) {
            add(digest, Objects.requireNonNull(part));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
