package dev.storyc.expand;

import dev.storyc.diagnostic.Origin;
import java.math.BigDecimal;

/**
 * How a scene goes into the cut of its film.
 *
 * @param enabled whether it is in the cut
 * @param captions whether its captions go into the files beside the cut
 * @param crossfade seconds of a crossfade into it from what is before it in the cut; 0 for a hard cut
 * @param origin where that was written; where nothing was, the scene's own
 */
public record SceneCut(boolean enabled, boolean captions, BigDecimal crossfade, Origin origin) {
    /** The same but for a hard cut, as between the parts of one scene. */
    public SceneCut hard() {
        return crossfade.signum() == 0 ? this : new SceneCut(enabled, captions, BigDecimal.ZERO, origin);
    }
}
