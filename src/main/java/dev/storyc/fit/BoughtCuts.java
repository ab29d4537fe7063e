package dev.storyc.fit;

import dev.storyc.expand.Film;
import dev.storyc.expand.FilmScene;
import java.util.List;
import java.util.Optional;

/** How long scenes were cut into clips when they were bought, which a model's present limits no longer tell. */
public interface BoughtCuts {
    /** How many shots each clip of a scene has, in order; empty if that isn't known. */
    Optional<List<Integer>> shots(Film film, FilmScene scene);
}
