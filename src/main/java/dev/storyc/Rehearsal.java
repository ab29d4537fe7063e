package dev.storyc;

import dev.storyc.board.Scene;
import dev.storyc.board.Storyboard;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import dev.storyc.parse.StoryboardParser;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.List;

/**
 * The scenes of one small storyboard validated for nobody, so that Hibernate Validator has read their classes when the first
 * real ones come. It runs on the second core while arguments and files are read; what it finds is thrown away, and what
 * goes wrong in it goes wrong again where it matters.
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

    private final ValidatorFactory factory;

    /** @param factory the one the real storyboards will have, for it remembers what it has read */
    public Rehearsal(ValidatorFactory factory) {
        this.factory = factory;
    }

    /** How many scenes were validated; asked by the test that shows it gets to its end. */
    public int run() {
        Located<Storyboard> storyboard = new StoryboardParser(ModelCatalog.DEFAULT_MODEL)
                .parse(SOURCE, new NoSources())
                .value();
        if (storyboard == null) {
            return 0;
        }
        // From below, for the real one is validated from the top.
        Validator validator = factory.getValidator();
        List<Scene> scenes = storyboard.value().scenes();
        scenes.forEach(validator::validate);
        return scenes.size();
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
