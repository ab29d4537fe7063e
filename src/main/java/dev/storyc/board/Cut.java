package dev.storyc.board;

import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of the cut: at the top for the whole film, in a scene for that scene, which wins key by key. It is
 * never sent, and changes no key.
 *
 * @param transition how a scene comes after the one before it, or null
 * @param seconds the length of a crossfade, or null
 * @param captions where captions go, or null
 * @param enabled whether there is a cut, or whether the scene is in it; or null
 */
public record Cut(
        @Key(
                value = "How a scene comes after the one before it: `cut`, the hard one, or `crossfade`. On a scene it "
                        + "is the way into that scene. If unsaid, `cut`.",
                examples = "crossfade")
        @Nullable
        Transition transition,

        @Key(
                value = "The length of a crossfade in seconds, at most half of the shorter clip beside it. If unsaid, "
                        + "`0.5`.",
                examples = {"0.5", "1"})
        @Positive(
                message =
                        "number-out-of-range | `seconds` is %s, and a crossfade takes longer than 0 | write it in seconds, such as `seconds: 0.5`, or a hard cut as `transition: cut`")
        @Nullable
        BigDecimal seconds,

        @Key(
                value = "Where captions go: `sidecar`, into a `.srt` and a `.vtt` beside the cut, or `none`. If "
                        + "unsaid, `sidecar`.",
                examples = "none")
        @Nullable
        Captions captions,

        @Key(
                value = "At the top, `false`: no cut is made. On a scene, `false`: it is rendered, and left out of "
                        + "the cut. If unsaid, `true`.",
                examples = "false")
        @Nullable
        Boolean enabled) {
    /** Says nothing. */
    public static final Cut UNSAID = new Cut(null, null, null, null);

    /** How one clip follows another. */
    public enum Transition {
        CUT,
        CROSSFADE
    }

    /** Where captions go. */
    public enum Captions {
        NONE,
        SIDECAR
    }

    /** What both say, this one winning key by key. */
    public Cut over(Cut wider) {
        return new Cut(
                transition == null ? wider.transition : transition,
                seconds == null ? wider.seconds : seconds,
                captions == null ? wider.captions : captions,
                enabled == null ? wider.enabled : enabled);
    }
}
