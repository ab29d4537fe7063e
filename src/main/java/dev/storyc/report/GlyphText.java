package dev.storyc.report;

import java.awt.font.GlyphVector;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which part of a text each glyph stands for, so that readers get the text back: a letter with its marks, or letters that
 * are drawn as one, are one group, shared out among the glyphs that take room in the order they stand in.
 */
final class GlyphText {
    private GlyphText() {}

    /** One a glyph; empty for one whose group's text is with the others. */
    static String[] of(GlyphVector glyphs, String text) {
        int count = glyphs.getNumGlyphs();
        BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        letters.setText(text);
        List<List<Integer>> groups = new ArrayList<>();
        for (int n = 0; n <= text.length(); n++) {
            groups.add(new ArrayList<>(1));
        }
        for (int n = 0; n < count; n++) {
            int at = glyphs.getGlyphCharIndex(n);
            groups.get(letters.isBoundary(at) ? at : letters.preceding(at)).add(n);
        }
        String[] texts = new String[count];
        for (int from = 0; from < text.length(); ) {
            int to = from + 1;
            while (to < text.length() && groups.get(to).isEmpty()) {
                to++;
            }
            share(text.substring(from, to), groups.get(from), glyphs, texts);
            from = to;
        }
        return texts;
    }

    private static void share(String text, List<Integer> group, GlyphVector glyphs, String[] texts) {
        group.forEach(n -> texts[n] = "");
        boolean back = (glyphs.getLayoutFlags() & GlyphVector.FLAG_RUN_RTL) != 0;
        List<Integer> wide = group.stream()
                .filter(n -> glyphs.getGlyphMetrics(n).getAdvanceX() > 0)
                .toList();
        if (group.isEmpty()) {
            return;
        }
        if (back || wide.isEmpty()) {
            texts[wide.isEmpty() ? group.get(0) : wide.get(0)] = text;
            return;
        }
        int from = 0;
        for (int n = 0; n < wide.size() && from < text.length(); n++) {
            int to = n == wide.size() - 1 ? text.length() : text.offsetByCodePoints(from, 1);
            texts[wide.get(n)] = text.substring(from, to);
            from = to;
        }
    }
}
