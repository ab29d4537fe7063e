package dev.storyc;

import dev.storyc.board.Storyboard;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Film;
import dev.storyc.expand.StoryboardExpander;
import dev.storyc.fit.FilmFitter;
import dev.storyc.lower.FilmLowerer;
import dev.storyc.parse.StoryboardParser;
import dev.storyc.validate.StoryboardValidator;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The whole of the pure part: from the text of a storyboard to the clips it asks for. */
public final class StoryboardCompiler {
    private final StoryboardParser parser;
    private final StoryboardValidator validator;
    private final StoryboardExpander expander;
    private final FilmFitter fitter;
    private final FilmLowerer lowerer;

    /** @param factory builds validators, see {@link Validators} */
    public StoryboardCompiler(ModelCatalog catalog, ValidatorFactory factory) {
        parser = new StoryboardParser(ModelCatalog.DEFAULT_MODEL);
        validator = new StoryboardValidator(factory, catalog);
        expander = new StoryboardExpander();
        fitter = new FilmFitter(factory, catalog);
        lowerer = new FilmLowerer(catalog);
    }

    /**
     * Compiles a storyboard, one variant at a time as they are asked for.
     *
     * @return a sequential stream to be read to its end and closed; a result with errors has no clips
     */
    public Stream<Result<CompiledFilm>> compile(Source source, Sources sources, Choices choices) {
        Result<Located<Storyboard>> read = parser.parse(source, sources).then(validator::validate);
        Result<CompiledFilm> structure = Result.none(read.diagnostics());
        Located<Storyboard> storyboard = read.value();
        if (storyboard == null
                || !choices.selection().takesStoryboard(storyboard.value().name())) {
            return Stream.of(structure);
        }
        Stream<Result<Film>> films = expander.expand(storyboard, sources, choices);
        AtomicBoolean wrong = new AtomicBoolean(read.hasErrors());
        return Stream.concat(
                Stream.of(structure), films.map(film -> film.then(fitter::fit)).map(film -> lower(film, wrong)));
    }

    // Fitting is judged even where something is wrong, to find all at once; but what was found before may have left a
    // stand-in in any film after it, so from the first error on nothing is lowered.
    private Result<CompiledFilm> lower(Result<Film> fitted, AtomicBoolean wrong) {
        Film film = fitted.value();
        boolean sound = !fitted.hasErrors() && !wrong.get() && film != null;
        wrong.compareAndSet(false, fitted.hasErrors());
        return new Result<>(
                film == null ? null : new CompiledFilm(film, sound ? lowerer.lower(film) : List.of()),
                fitted.diagnostics());
    }
}
