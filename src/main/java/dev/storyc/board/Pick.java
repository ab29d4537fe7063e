package dev.storyc.board;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * The take of a clip that goes into the cut.
 *
 * @param clip the id of a scene, or of one clip of a split scene
 * @param when for which variants; null for all
 * @param take from 1
 */
public record Pick(
        @Key(value = "The id of a scene, or `scene.2` for one clip of a scene that is split.", examples = "endcard")
        @NotNull(message = "missing-key | this pick names no `clip` | add the scene's id, such as `clip: endcard`")
        @Nullable
        String clip,

        @Key(value = "For which variants; all, if unsaid.", examples = "{ city: Paris }") @Nullable
        Condition when,

        @Key(value = "The take that goes into the cut, from 1.", examples = "2")
        @NotNull(message = "missing-key | this pick names no `take` | add its number, such as `take: 2`")
        @Min(
                value = 1,
                message = "number-out-of-range | `take` is %s, and takes count from 1 | write `take: 1` or more")
        @Nullable
        Integer take) {}
