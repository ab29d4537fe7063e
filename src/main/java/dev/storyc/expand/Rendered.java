package dev.storyc.expand;

import dev.storyc.diagnostic.Origin;
import java.util.function.Supplier;

/**
 * A text as it is sent: rendered, stripped at both ends, NFC, its line ends {@code \n}.
 *
 * @param text the text; of a stand-in, some harmless text
 * @param origin where it was written
 * @param standIn whether an error, reported already, kept it from being rendered
 * @param makeup how it came about, for those who explain it; rendered anew when asked
 */
public record Rendered(String text, Origin origin, boolean standIn, Supplier<Makeup> makeup) {
    /** Its length in Unicode code points. */
    public int length() {
        return text.codePointCount(0, text.length());
    }

    public boolean isBlank() {
        return text.isBlank();
    }
}
