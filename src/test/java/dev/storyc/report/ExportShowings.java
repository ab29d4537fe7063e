package dev.storyc.report;

import dev.storyc.CompiledFilm;
import dev.storyc.MemorySources;
import dev.storyc.StoryboardCompiler;
import dev.storyc.Validators;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.expand.FilmScene;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Seen;
import dev.storyc.plan.StepState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Storyboards as they are shown, compiled from their text, with films that the probe is said to have seen. */
final class ExportShowings {
    private ExportShowings() {}

    /** Nothing is rendered. */
    static Showing planned(String yaml) {
        return of(yaml, clip -> null);
    }

    /** All is rendered, at 24 frames a second, each clip this many frames longer than asked for. */
    static Showing rendered(String yaml, int more) {
        return of(yaml, clip -> seen(clip.seconds() * 24 + more, clip.expected().sound()));
    }

    static Seen seen(int frames, boolean sound) {
        return new Seen(frames / 24.0, 1920, 1080, 24, "h264", sound ? "aac" : null);
    }

    static Showing of(String yaml, Function<Clip, @Nullable Seen> films) {
        StoryboardCompiler compiler = new StoryboardCompiler(new ModelCatalog(), Validators.start(), Crew.alone());
        Source source = new Source("a.yaml", yaml);
        MemorySources sources = new MemorySources(Map.of(), Map.of());
        try (Stream<Result<CompiledFilm>> results = compiler.compile(source, sources, Choices.none(), film -> film)) {
            List<CompiledFilm> compiled = new ArrayList<>();
            results.forEach(result -> {
                if (result.hasErrors()) {
                    throw new IllegalArgumentException(result.diagnostics().toString());
                }
                if (result.value() != null) {
                    compiled.add(result.value());
                }
            });
            var first = compiled.get(0).film();
            return new Showing(
                    first.storyboard(),
                    first.title(),
                    first.model(),
                    compiled.stream().map(film -> variant(film, films)).toList());
        }
    }

    private static ShownVariant variant(CompiledFilm compiled, Function<Clip, @Nullable Seen> films) {
        List<ShownClip> clips = new ArrayList<>();
        for (FilmScene scene : compiled.film().scenes()) {
            List<ShownTake> takes = compiled.clips().stream()
                    .filter(clip -> clip.id().equals(scene.id()))
                    .map(clip -> take(clip, films.apply(clip)))
                    .toList();
            clips.add(new ShownClip(scene, takes));
        }
        return new ShownVariant(compiled.film().variant(), compiled.film().values(), clips, null);
    }

    private static ShownTake take(Clip clip, @Nullable Seen seen) {
        if (seen == null) {
            return new ShownTake(clip, StepState.NEW, null, null, null, null, null, null, null);
        }
        String base = clip.variant() + "/" + String.format("%02d", clip.number()) + "-" + clip.id();
        String job = "job-" + clip.key().brief();
        FilmRecord film = new FilmRecord(
                clip.key(), clip.payload(), clip.seconds(), clip.price(), clip.price(), job, "ab".repeat(32), 9, seen);
        BigDecimal spent = Objects.requireNonNull(clip.price());
        String file = base + (clip.cut() ? "" : ".take-" + clip.take()) + ".mp4";
        return new ShownTake(clip, StepState.CACHED, null, job, spent, film, file, null, null);
    }

    /** The storyboard of most tests: matrix, takes, listed shots, hostile words. */
    static final String PIER = """
            version: 1
            name: pier
            title: A pier <in> fog
            settings: { mode: std }
            variants: { matrix: { city: [Lisbon, 大阪] } }
            scenes:
              - { id: fog, duration: 3, takes: 2, notes: "=Slow & \\"low\\"", prompt: "=cmd|' /C calc'!A0 </note>" }
              - id: gulls
                settings: { generate_audio: true }
                caption: "Far out,\\nat sea"
                shots:
                  - { duration: 2, prompt: "Gulls over {{city}}.", caption: "@They come." }
                  - { duration: 1, prompt: "A bell ]]> <![CDATA[ &amp; 鐘", notes: "+soft" }
              - { id: end, duration: 5, prompt: "ffi ﬁn – “out”" }
            """;

    /** Takes what an export makes and keeps it. */
    static final class Kept implements Export.Taker {
        final Map<String, byte[]> files = new java.util.LinkedHashMap<>();
        final List<String> notes = new ArrayList<>();

        @Override
        public void file(String name, byte[] bytes) {
            if (files.put(name, bytes) != null) {
                throw new IllegalStateException("twice: " + name);
            }
        }

        @Override
        public void file(String name, Export.Writing bytes) throws java.io.IOException {
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            bytes.to(out);
            file(name, out.toByteArray());
        }

        @Override
        public boolean gone(String name, byte[] beginning) {
            return false;
        }

        @Override
        public void note(String words) {
            notes.add(words);
        }

        String text(String name) {
            byte[] bytes = Objects.requireNonNull(files.get(name), () -> name + " is not in " + files.keySet());
            return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    static final FilmPlace PLACE = new FilmPlace("..", "file:///films/out/pier/");

    static Kept export(String format, Showing showing) {
        Kept kept = new Kept();
        try {
            Objects.requireNonNull(Exports.all().get(format)).write(showing, PLACE, kept);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return kept;
    }
}
