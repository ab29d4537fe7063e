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
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One small storyboard compiled for nobody, so that classes are ready when the first real one comes. It runs on the
 * second core while arguments and files are read; what it makes is thrown away, and what goes wrong in it goes wrong
 * again where it matters.
 */
public final class Rehearsal {
    private static final Source SOURCE = new Source("rehearsal.yaml", """
            version: 1
            inputs: { place: { type: string, enum: [sea, hill] } }
            variables: { light: "{{place}} light" }
            settings: { aspect_ratio: 16:9 }
            variants: { matrix: { place: [sea, hill] } }
            scenes:
              - { id: one, duration: 3, prompt: "{{light}}" }
              - { id: two, shots: auto, duration: 3, prompt: A day. }
              - { id: three, shots: [ { duration: 1, prompt: "{{light}}" }, { duration: 2, prompt: Night. } ] }
            """);

    private final ModelCatalog catalog = new ModelCatalog();
    private final ValidatorFactory factory;

    /** @param factory the one the real storyboards will have, for it remembers what it has read */
    public Rehearsal(ValidatorFactory factory) {
        this.factory = factory;
    }

    /**
     * Goes ahead of the real one, which is being prepared or validated by now. The clips are returned for the test that
     * shows it gets to its end.
     */
    public List<Clip> run() {
        Located<Storyboard> storyboard = new StoryboardParser(ModelCatalog.DEFAULT_MODEL)
                .parse(SOURCE, new NoSources())
                .value();
        if (storyboard == null) {
            return List.of();
        }
        // From below, for the real one is validated from the top.
        Validator validator = factory.getValidator();
        storyboard.value().scenes().forEach(validator::validate);
        FilmFitter fitter = new FilmFitter(catalog);
        FilmLowerer lowerer = new FilmLowerer(catalog);
        try (Stream<Result<Film>> films = new StoryboardExpander(Crew.alone())
                .expand(storyboard, new NoSources(), Choices.none(), film -> film.then(fitter::fit))) {
            return films.map(Result::value)
                    .filter(Objects::nonNull)
                    .flatMap(film -> lowerer.lower(film).stream())
                    .toList();
        }
    }

    /** A storyboard that names no file. */
    private static final class NoSources implements Sources {
        @Override
        public Answer<Source> shared(String path) {
            return Answer.missing(path, "");
        }

        @Override
        public Answer<Source> partial(String name) {
            return Answer.missing(name, "");
        }

        @Override
        public Iterable<String> partialNames() {
            return List.of();
        }

        @Override
        public Answer<Rows> rows(String path) {
            return Answer.missing(path, "");
        }
    }
}
