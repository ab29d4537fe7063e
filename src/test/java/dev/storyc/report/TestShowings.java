package dev.storyc.report;

import dev.storyc.MemorySources;
import dev.storyc.StoryboardCompiler;
import dev.storyc.Validators;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.expand.FilmScene;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Seen;
import dev.storyc.manifest.TestRecords;
import dev.storyc.plan.StepState;
import dev.storyc.store.OutputFolder;
import jakarta.validation.ValidatorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is shown of storyboards, compiled from their text, with films as long as a test says. */
public final class TestShowings {
    private static final ValidatorFactory VALIDATORS = Validators.start();

    private TestShowings() {}

    /** A storyboard of which nothing is rendered. */
    public static Showing planned(String storyboard) {
        return of(storyboard, null);
    }

    /**
     * A storyboard of which everything is rendered.
     *
     * @param seconds how long a clip's film was measured to be
     */
    public static Showing rendered(String storyboard, ToDoubleFunction<Clip> seconds) {
        return of(storyboard, seconds);
    }

    private static Showing of(String storyboard, @Nullable ToDoubleFunction<Clip> seconds) {
        StoryboardCompiler compiler = new StoryboardCompiler(new ModelCatalog(), VALIDATORS, Crew.alone());
        List<ShownVariant> variants = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (Stream<Result<ShownVariant>> films = compiler.compile(
                new Source("storyboard.yaml", storyboard),
                new MemorySources(Map.of(), Map.of()),
                Choices.none(),
                film -> {
                    names.add(film.film().storyboard());
                    names.add(film.film().title());
                    names.add(film.film().model());
                    List<ShownClip> clips = film.film().scenes().stream()
                            .map(scene -> clip(scene, film.clips(), seconds))
                            .toList();
                    return new ShownVariant(film.film().variant(), film.film().values(), clips, null);
                })) {
            films.forEach(film -> {
                if (film.diagnostics().stream().anyMatch(Diagnostic::isError)) {
                    throw new IllegalArgumentException(film.diagnostics().toString());
                }
                if (film.value() != null) {
                    variants.add(film.value());
                }
            });
        }
        return new Showing(names.get(0), names.get(1), names.get(2), variants);
    }

    private static ShownClip clip(FilmScene scene, List<Clip> clips, @Nullable ToDoubleFunction<Clip> seconds) {
        List<ShownTake> takes = clips.stream()
                .filter(clip -> clip.id().equals(scene.id()))
                .map(clip -> seconds == null ? planned(clip) : rendered(clip, seconds.applyAsDouble(clip)))
                .toList();
        return new ShownClip(scene, takes);
    }

    private static ShownTake planned(Clip clip) {
        return new ShownTake(clip, StepState.NEW, null, null, null, null, null, null, null);
    }

    private static ShownTake rendered(Clip clip, double seconds) {
        FilmRecord plain = TestRecords.of(clip, "ab".repeat(32), 1234);
        Seen seen = new Seen(seconds, 1280, 720, 24, "h264", null);
        FilmRecord film = new FilmRecord(
                plain.key(),
                plain.payload(),
                plain.seconds(),
                plain.estimate(),
                plain.charged(),
                plain.jobId(),
                plain.sha256(),
                plain.bytes(),
                seen);
        String file = OutputFolder.name(clip.variant(), clip.number(), clip.id(), clip.take(), clip.cut());
        return new ShownTake(clip, StepState.CACHED, null, film.jobId(), film.cost(), film, file, null, null);
    }
}
