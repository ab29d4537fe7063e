package dev.storyc;

import dev.storyc.board.Storyboard;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.expand.Film;
import dev.storyc.expand.StoryboardExpander;
import dev.storyc.fit.FilmFitter;
import dev.storyc.lower.Clip;
import dev.storyc.lower.FilmLowerer;
import dev.storyc.parse.StoryboardParser;
import dev.storyc.validate.StoryboardValidator;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/** The whole of the pure part: from the text of a storyboard to the clips it asks for. */
public final class StoryboardCompiler {
    private final StoryboardParser parser;
    private final StoryboardValidator validator;
    private final StoryboardExpander expander;
    private final FilmFitter fitter;
    private final FilmLowerer lowerer;

    /**
     * @param factory builds validators, see {@link Validators}
     * @param crew who renders variants
     */
    public StoryboardCompiler(ModelCatalog catalog, ValidatorFactory factory, Crew crew) {
        parser = new StoryboardParser(ModelCatalog.DEFAULT_MODEL);
        validator = new StoryboardValidator(factory, catalog);
        expander = new StoryboardExpander(crew);
        fitter = new FilmFitter(factory, catalog);
        lowerer = new FilmLowerer(catalog);
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
        // What was found before a film may have left a stand-in in it, so from the first error on nothing is lowered.
        AtomicBoolean wrong = new AtomicBoolean(parsed.hasErrors());
        Function<Film, Result<Film>> fit = fitter::fit;
        Stream<Result<Made<T>>> films = expander.expand(storyboard, sources, choices, rendered -> {
            Result<Film> fitted = rendered.then(fit);
            Film film = fitted.value();
            if (film == null) {
                return Result.none(fitted.diagnostics());
            }
            List<Clip> clips = wrong.get() || fitted.hasErrors() ? List.of() : lowerer.lower(film);
            Made<T> made = new Made<>(film, make.apply(new CompiledFilm(film, clips)));
            return new Result<>(made, RepeatedRequests.and(fitted.diagnostics(), film, clips));
        });
        // Validated when all is prepared for rendering, for the validator may still be starting until then.
        Result<Located<Storyboard>> read = parsed.then(validator::validate);
        wrong.compareAndSet(false, read.hasErrors());
        Result<T> structure = Result.none(read.diagnostics());
        PickedParts parts = new PickedParts(storyboard);
        // Asked when all films were read, and not of a storyboard that was refused or of a part of it.
        Stream<Result<T>> last = Stream.of(parts)
                .filter(p -> !read.hasErrors() && choices.selection().isEverything())
                .map(PickedParts::findings)
                .filter(found -> !found.isEmpty())
                .map(Result::none);
        Stream<Result<T>> all = Stream.concat(Stream.of(structure), films.map(film -> {
            wrong.compareAndSet(false, film.hasErrors());
            Made<T> seen = film.value();
            if (seen != null) {
                parts.see(seen.film(), film.hasErrors());
            }
            return film.value() == null
                    ? Result.none(film.diagnostics())
                    : new Result<>(film.value().unless(wrong.get(), make), film.diagnostics());
        }));
        return Stream.concat(all, last);
    }

    /** A film, and what became of it. */
    private record Made<T>(Film film, T made) {
        /** Another thread may have been past an error when it was found: only the order of the films counts. */
        T unless(boolean wrong, Function<CompiledFilm, T> make) {
            return wrong ? make.apply(new CompiledFilm(film, List.of())) : made;
        }
    }
}
