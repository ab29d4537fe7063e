package dev.storyc.lsp;

import dev.storyc.CompiledFilm;
import dev.storyc.board.Scene;
import dev.storyc.board.Shot;
import dev.storyc.board.Storyboard;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.Rendered;
import dev.storyc.expand.StoryboardExpander;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A storyboard's first films, to show what becomes of a text. */
final class Preview {
    private final Draft draft;

    Preview(Draft draft) {
        this.draft = draft;
    }

    /**
     * What a name stands for.
     *
     * @param variant the variant it was seen in
     * @param text its text; empty if it has none there
     */
    record Seen(String variant, String text) {}

    /** The first film that has a scene, the parts of a split one included, among the first variants. */
    Optional<CompiledFilm> film(Checker checker, int scene) {
        try (Stream<Result<CompiledFilm>> results =
                checker.compiler().compile(draft.view().storyboard(), draft.view(), Choices.none(), film -> film)) {
            return first(
                    results.iterator(),
                    film -> film.film().scenes().stream().anyMatch(one -> scene < 0 || one.number() == scene + 1));
        }
    }

    /** The value of a name where a scene or shot stands, in the first variant that has it. */
    Optional<Seen> value(String name, int scene, int shot) {
        int at = Math.max(0, scene);
        Located<Storyboard> located = draft.storyboard();
        if (at >= located.value().scenes().size()) {
            return Optional.empty();
        }
        // Notes are rendered like prompts, see the same values, and are bounded by nothing.
        Storyboard asking = asking(located.value(), name, at, scene < 0, shot);
        Located<Storyboard> changed = new Located<>(asking, located.source(), located.places(), located.broken());
        try (Stream<Result<Film>> films =
                new StoryboardExpander(Crew.alone()).expand(changed, draft.view(), Choices.none(), film -> film)) {
            Iterator<Result<Film>> results = films.iterator();
            Optional<Film> film = first(results, one -> notes(one, at, shot).isPresent());
            return film.flatMap(one -> notes(one, at, shot)
                    .filter(notes -> !notes.standIn())
                    .map(notes -> new Seen(one.variant(), notes.text())));
        }
    }

    private static <T> Optional<T> first(Iterator<Result<T>> results, java.util.function.Predicate<T> wanted) {
        for (int seen = 0; results.hasNext() && seen < Checker.GLANCE; seen++) {
            T value = results.next().value();
            if (value != null && wanted.test(value)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static Optional<Rendered> notes(Film film, int scene, int shot) {
        Stream<FilmScene> scenes = film.scenes().stream().filter(one -> one.number() == scene + 1);
        return shot < 0
                ? scenes.map(FilmScene::notes).filter(Objects::nonNull).findFirst()
                : scenes.flatMap(one -> one.shots().stream())
                        .filter(one -> one.number() == shot + 1)
                        .map(one -> one.notes())
                        .filter(Objects::nonNull)
                        .findFirst();
    }

    private static Storyboard asking(Storyboard s, String name, int scene, boolean bare, int shot) {
        String question = "{{" + name + "}}";
        List<Scene> scenes = new ArrayList<>(s.scenes());
        Scene old = scenes.get(scene);
        List<Shot> shots = old.shots() == null ? null : new ArrayList<>(old.shots());
        if (shots != null && shot >= 0 && shot < shots.size()) {
            Shot o = shots.get(shot);
            shots.set(
                    shot,
                    new Shot(
                            o.duration(),
                            o.prompt(),
                            o.with(),
                            o.when(),
                            o.unless(),
                            o.startsClip(),
                            o.caption(),
                            question));
        }
        scenes.set(
                scene,
                new Scene(
                        old.id(),
                        old.auto(),
                        shots,
                        old.duration(),
                        old.prompt(),
                        old.settings(),
                        bare ? Map.of() : old.with(),
                        old.when(),
                        old.unless(),
                        old.split(),
                        old.takes(),
                        old.pick(),
                        old.cut(),
                        old.caption(),
                        shot < 0 ? question : old.notes()));
        return new Storyboard(
                s.version(),
                s.name(),
                s.title(),
                s.model(),
                s.settings(),
                s.inputs(),
                s.variables(),
                s.variants(),
                s.budget(),
                s.picks(),
                s.cut(),
                scenes,
                s.notes());
    }
}
