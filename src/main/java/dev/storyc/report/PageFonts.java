package dev.storyc.report;

import java.awt.Font;
import java.io.IOException;
import java.text.AttributedString;

/** The fonts that pages are set in: handed in, since they lie in files. */
public interface PageFonts {
    /** The text, which isn't empty, with a TrueType font on every part of it. */
    AttributedString styled(String text, float size, boolean bold);

    /** Whether one of the fonts has a letter with all its marks. */
    boolean draws(String cluster);

    /** The file of a font that was chosen. */
    byte[] file(Font face) throws IOException;
}
