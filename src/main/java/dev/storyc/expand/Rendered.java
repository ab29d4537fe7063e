package dev.storyc.expand;

import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.TextTraits;
import java.util.function.Supplier;

/**
 * A text as it is sent: rendered, stripped at both ends, NFC, its line ends {@code \n}.
 *
 * @param text the text; of a stand-in, some harmless text
 * @param origin where it was written
 * @param standIn whether an error, reported already, kept it from being rendered
 * @param makeup how it came about, for those who explain it; rendered anew when asked
 * @param traits what there is to know of its characters
 */
public record Rendered(String text, Origin origin, boolean standIn, Supplier<Makeup> makeup, TextTraits traits) {
    public Rendered(String text, Origin origin, boolean standIn, Supplier<Makeup> makeup) {
        this(text, origin, standIn, makeup, TextTraits.of(text));
    }

    /** Its length in Unicode code points. */
    public int length() {
        return text.codePointCount(0, text.length());
    }

    public boolean isBlank() {
        return text.isBlank();
    }
}
