package dev.storyc.media;

import java.awt.Font;
import java.io.IOException;
import java.text.AttributedString;

/**
 * The fonts that come with storyc, for whoever sets text elsewhere than on a card: Latin, Greek, Cyrillic, Hebrew, Arabic,
 * Thai, Devanagari, Chinese, Japanese and Korean. Any number of threads may use them.
 */
public final class BundledFonts {
    private final CardFonts fonts;

    private BundledFonts(CardFonts fonts) {
        this.fonts = fonts;
    }

    /**
     * The fonts, unpacked to the per-user cache with the first call.
     *
     * @throws IOException if they can't be unpacked
     */
    public static BundledFonts open() throws IOException {
        return new BundledFonts(CardFonts.bundled());
    }

    /**
     * The text with a font on every part of it.
     *
     * @param text not empty
     * @param bold what has no bold letters stays as it is
     */
    public AttributedString styled(String text, float size, boolean bold) {
        return bold ? fonts.bold(text, size) : fonts.styled(text, size);
    }

    /** Whether one of the fonts has a letter with all its marks. */
    public boolean draws(String cluster) {
        return fonts.draws(cluster);
    }

    /**
     * The TrueType file of a font that {@link #styled} chose.
     *
     * @throws IllegalArgumentException if it is another one
     */
    public byte[] file(Font face) throws IOException {
        return fonts.file(face);
    }
}
