package dev.storyc.report;

import dev.storyc.expand.FilmScene;
import java.util.List;

/**
 * One clip as it stands, with all its takes.
 *
 * @param scene what it is made of; after a split, the part of the scene
 * @param takes at least one, in order
 */
public record ShownClip(FilmScene scene, List<ShownTake> takes) {
    public ShownClip {
        takes = List.copyOf(takes);
    }

    /** The take that goes into the cut, or the first. */
    public ShownTake picked() {
        return takes.stream().filter(take -> take.clip().cut()).findFirst().orElse(takes.get(0));
    }
}
