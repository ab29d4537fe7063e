package dev.storyc;

import dev.storyc.board.Storyboard;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Severity;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.expand.Film;
import dev.storyc.expand.StoryboardExpander;
import dev.storyc.expand.Work;
import dev.storyc.fit.BoughtCuts;
import dev.storyc.fit.FilmFitter;
import dev.storyc.lower.Clip;
import dev.storyc.lower.FilmLowerer;
import dev.storyc.parse.StoryboardParser;
import dev.storyc.validate.StoryboardValidator;
import jakarta.validation.ValidatorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole of the pure part: from the text of a storyboard to the clips it asks for. */
public final class StoryboardCompiler {
    /** What depends on a model's limits and arguments, and was so when it was bought, or wasn't. */
    private static final Set<Rule> OF_THE_MODEL = Set.of(
            Rule.UNKNOWN_SETTING,
            Rule.MULTI_SHOT_UNSUPPORTED,
            Rule.TOO_MANY_SHOTS,
            Rule.SHOT_DURATION,
            Rule.CLIP_DURATION,
            Rule.CANNOT_SPLIT,
            Rule.SETTING_VALUE,
            Rule.SHOT_PROMPT_TOO_LONG,
            Rule.PROMPT_TOO_LONG,
            Rule.PROMPT_NEARLY_TOO_LONG,
            Rule.UNBOUND_MARK);

    private final StoryboardParser parser;
    private final StoryboardValidator validator;
    private final Crew crew;
    private final StoryboardExpander expander;
    private final FilmFitter fitter;
    private final FilmLowerer lowerer;
    private final boolean nothingIsSent;

    /**
     * @param factory builds validators, see {@link Validators}
     * @param crew who renders variants
     */
    public StoryboardCompiler(ModelCatalog catalog, ValidatorFactory factory, Crew crew) {
        this(catalog, crew, new StoryboardValidator(factory, catalog), new FilmFitter(catalog), false);
    }

    /**
     * One for what was bought already: nothing is sent, so what a model allows today is noted and refuses nothing.
     *
     * @param catalog with the models that were bought of, as {@link ModelCatalog#ModelCatalog(java.util.Map)} takes them
     * @param cuts how scenes were cut
     */
    public StoryboardCompiler(ModelCatalog catalog, ValidatorFactory factory, Crew crew, BoughtCuts cuts) {
        this(catalog, crew, new StoryboardValidator(factory, catalog), new FilmFitter(catalog, cuts), true);
    }

    private StoryboardCompiler(
            ModelCatalog catalog, Crew crew, StoryboardValidator validator, FilmFitter fitter, boolean nothingIsSent) {
        this.parser = new StoryboardParser(ModelCatalog.DEFAULT_MODEL);
        this.validator = validator;
        this.crew = crew;
        this.expander = new StoryboardExpander(crew);
        this.fitter = fitter;
        this.lowerer = new FilmLowerer(catalog);
        this.nothingIsSent = nothingIsSent;
    }

    /**
     * Compiles a storyboard, and makes of each film what the caller wants of it.
     *
     * @param make may be called by several threads at once; given no clips for a film that has errors, or comes after one
     *     that has
     * @return what was made, in the order of the variants: a sequential stream to be read to its end and closed
     */
    public <T> Stream<Result<T>> compile(
            Source source, Sources sources, Choices choices, Function<CompiledFilm, T> make) {
        Result<Located<Storyboard>> parsed = parser.parse(source, sources);
        Located<Storyboard> storyboard = parsed.value();
        if (storyboard == null
                || !choices.selection().takesStoryboard(storyboard.value().name())) {
            return Stream.of(Result.none(parsed.then(validator::validate).diagnostics()));
        }
        // By somebody else, if there is anybody, while the first films are rendered: it takes as long as a thousand of
        // them.
        Work<Result<Located<Storyboard>>> validation =
                new Work<>(() -> parsed.then(found -> weighed(validator.validate(found))));
        crew.executor().execute(validation);
        // What was found before a film may have left a stand-in in it, so from the first error on nothing is lowered.
        AtomicBoolean wrong = new AtomicBoolean(parsed.hasErrors());
        // What wasn't validated may be of a model that nobody knows, and isn't lowered either: that waits for its turn.
        AtomicBoolean validated = new AtomicBoolean();
        Function<Film, Result<Film>> fit = film -> weighed(fitter.fit(film));
        Stream<Result<Made<T>>> films = expander.expand(
                storyboard,
                sources,
                choices,
                rendered -> {
                    Result<Film> fitted = rendered.then(fit);
                    Film film = fitted.value();
                    if (film == null) {
                        return Result.none(fitted.diagnostics());
                    }
                    boolean sound = !fitted.hasErrors();
                    Made<T> made = validated.get() ? made(film, sound && !wrong.get(), make) : Made.later(film, sound);
                    return new Result<>(made, fitted.diagnostics());
                },
                validation::isDone);
        Result<Located<Storyboard>> read = validation.result();
        wrong.compareAndSet(false, read.hasErrors());
        validated.set(true);
        Result<T> structure = Result.none(read.diagnostics());
        PickedParts parts = new PickedParts(storyboard);
        // Asked when all films were read, and not of a storyboard that was refused or of a part of it.
        Stream<Result<T>> last = Stream.of(parts)
                .filter(p -> !read.hasErrors() && choices.selection().isEverything())
                .map(PickedParts::findings)
                .filter(found -> !found.isEmpty())
                .map(Result::none);
        Stream<Result<T>> all = Stream.concat(Stream.of(structure), films.map(found -> {
            Made<T> film = found.value();
            // Another thread may have been past an error when it was found: only the order of the films counts.
            boolean wrongBefore = wrong.get();
            wrong.compareAndSet(false, found.hasErrors());
            if (film == null) {
                return Result.none(found.diagnostics());
            }
            parts.see(film.film(), found.hasErrors());
            Made<T> made = film.lowered() ? film : made(film.film(), film.sound() && !wrongBefore, make);
            return new Result<>(
                    wrong.get() ? make.apply(new CompiledFilm(film.film(), List.of())) : made.made(),
                    wrongBefore ? found.diagnostics() : both(found.diagnostics(), made.repeated()));
        }));
        return Stream.concat(all, last);
    }

    /** Lowers a film, unless something is wrong, and has the caller make something of it. */
    private <T> Made<T> made(Film film, boolean sound, Function<CompiledFilm, T> make) {
        List<Clip> clips = sound ? lowerer.lower(film) : List.of();
        T made = make.apply(new CompiledFilm(film, clips));
        return new Made<>(film, sound, true, made, RepeatedRequests.in(film, clips));
    }

    private static List<Diagnostic> both(List<Diagnostic> some, List<Diagnostic> others) {
        if (others.isEmpty()) {
            return some;
        }
        List<Diagnostic> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private <T> Result<T> weighed(Result<T> result) {
        if (!nothingIsSent || result.diagnostics().isEmpty()) {
            return result;
        }
        return new Result<>(
                result.value(),
                result.diagnostics().stream()
                        .map(found -> OF_THE_MODEL.contains(found.rule()) ? found.as(Severity.NOTE) : found)
                        .toList());
    }

    /**
     * A film, and what became of it.
     *
     * @param sound whether nothing is wrong with the film itself
     * @param lowered whether it was lowered, or is still to be
     * @param made what the caller made of it once it was lowered
     * @param repeated scenes that ask for the same thing, once it was lowered
     */
    private record Made<T>(
            Film film,
            boolean sound,
            boolean lowered,
            @Nullable T made,
            List<Diagnostic> repeated) {
        static <T> Made<T> later(Film film, boolean sound) {
            return new Made<>(film, sound, false, null, List.of());
        }
    }
}
