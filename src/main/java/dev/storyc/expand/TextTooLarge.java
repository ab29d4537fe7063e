package dev.storyc.expand;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Rule;
import org.jspecify.annotations.Nullable;

/**
 * A text outgrew every use, and its variant is given up. Thrown, for it turns up deep within a library, and whatever
 * went on with half a text would report what is no news.
 */
final class TextTooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String outgrown;
    private final transient @Nullable Origin origin;

    /** @param outgrown what the text does, as the end of a sentence that begins with it */
    TextTooLarge(String outgrown) {
        this(outgrown, null);
    }

    private TextTooLarge(String outgrown, @Nullable Origin origin) {
        super(outgrown, null, false, false);
        this.outgrown = outgrown;
        this.origin = origin;
    }

    /** One text outgrew every use. */
    static TextTooLarge grown() {
        return new TextTooLarge(
                "grows past " + TemplateLimits.inWords(TemplateLimits.CHARACTERS) + " characters when it is rendered");
    }

    /** All texts of one variant together outgrew every use, here. */
    static TextTooLarge all(Origin place) {
        return new TextTooLarge(
                "brings the texts of one variant past " + TemplateLimits.inWords(TemplateLimits.OF_A_VARIANT)
                        + " characters",
                place);
    }

    /** The same, of a text that was written here; of texts in texts the innermost is told. */
    TextTooLarge at(Origin place) {
        return origin == null ? new TextTooLarge(outgrown, place) : this;
    }

    /** The finding, at the variant if the text is nowhere. */
    Diagnostic finding(Origin variant) {
        Origin place = origin == null ? variant : origin;
        return Diagnostic.of(
                        Rule.TEXT_TOO_LARGE,
                        place.span(),
                        "this text " + outgrown,
                        "look for values that use each other twice, and for lists in sections of lists")
                .withTrace(place.way());
    }
}
