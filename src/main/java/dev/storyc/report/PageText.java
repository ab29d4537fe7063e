package dev.storyc.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.text.AttributedCharacterIterator;
import java.text.AttributedString;
import java.text.Bidi;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sets text in lines, in any script: the JDK breaks lines, puts what reads from right to left in its place, and shapes
 * letters.
 */
final class PageText {
    private static final FontRenderContext RENDER = new FontRenderContext(null, true, true);
    private static final int EMOJI_VARIATION = 0xfe0f;
    private static final int JOINER = 0x200d;

    private final PageFonts fonts;

    PageText(PageFonts fonts) {
        this.fonts = fonts;
    }

    /**
     * A part of a line in one font and one direction.
     *
     * @param x where it begins, from the line's left end
     * @param text what its glyphs stand for; a glyph's index into it is the glyph vector's
     */
    record Run(float x, float size, Font face, GlyphVector glyphs, String text) {}

    /** @param rightToLeft whether its paragraph reads so, and it stands at the right edge */
    record Line(List<Run> runs, float width, boolean rightToLeft) {}

    /** At least one line, for an empty text an empty one. */
    List<Line> lines(String text, float size, boolean bold, float width) {
        List<Line> lines = new ArrayList<>();
        for (String paragraph : drawable(text).split("\n", -1)) {
            if (paragraph.isBlank()) {
                lines.add(new Line(List.of(), 0, false));
                continue;
            }
            AttributedString styled = fonts.styled(paragraph, size, bold);
            Bidi bidi = new Bidi(paragraph, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
            LineBreakMeasurer measurer = new LineBreakMeasurer(styled.getIterator(), RENDER);
            while (measurer.getPosition() < paragraph.length()) {
                int from = measurer.getPosition();
                int to = measurer.nextOffset(width);
                measurer.setPosition(to);
                lines.add(line(paragraph, styled, bidi, from, to, size));
            }
        }
        return lines;
    }

    private static Line line(String text, AttributedString styled, Bidi paragraph, int from, int end, float size) {
        int to = end;
        while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        List<Run> runs = new ArrayList<>();
        if (to == from) {
            return new Line(runs, 0, false);
        }
        Bidi bidi = paragraph.createLineBidi(from, to);
        byte[] levels = new byte[bidi.getRunCount()];
        Integer[] order = new Integer[levels.length];
        for (int n = 0; n < levels.length; n++) {
            levels[n] = (byte) bidi.getRunLevel(n);
            order[n] = n;
        }
        Bidi.reorderVisually(levels, 0, order, 0, order.length);
        float x = 0;
        for (int n : order) {
            boolean back = bidi.getRunLevel(n) % 2 != 0;
            List<int[]> parts = parts(styled, from + bidi.getRunStart(n), from + bidi.getRunLimit(n));
            for (int p = 0; p < parts.size(); p++) {
                int[] part = parts.get(back ? parts.size() - 1 - p : p);
                Font face = face(styled, part[0]);
                GlyphVector glyphs = face.layoutGlyphVector(
                        RENDER,
                        text.toCharArray(),
                        part[0],
                        part[1],
                        back ? Font.LAYOUT_RIGHT_TO_LEFT : Font.LAYOUT_LEFT_TO_RIGHT);
                runs.add(new Run(x, size, face, glyphs, text.substring(part[0], part[1])));
                x += (float) glyphs.getGlyphPosition(glyphs.getNumGlyphs()).getX();
            }
        }
        return new Line(runs, x, !paragraph.baseIsLeftToRight());
    }

    /** Where the font changes. */
    private static List<int[]> parts(AttributedString styled, int from, int to) {
        AttributedCharacterIterator iterator = styled.getIterator(null, from, to);
        List<int[]> parts = new ArrayList<>();
        for (int at = from; at < to; ) {
            iterator.setIndex(at);
            int limit = Math.min(to, iterator.getRunLimit(TextAttribute.FONT));
            parts.add(new int[] {at, limit});
            at = limit;
        }
        return parts;
    }

    private static Font face(AttributedString styled, int at) {
        AttributedCharacterIterator iterator = styled.getIterator();
        iterator.setIndex(at);
        return (Font) iterator.getAttribute(TextAttribute.FONT);
    }

    /** Line ends of one kind, no controls, and for what no font draws its name, so that nothing is lost unseen. */
    private String drawable(String text) {
        String clean = text.strip().replaceAll("\\R", "\n");
        StringBuilder drawable = new StringBuilder(clean.length());
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(clean);
        for (int from = clusters.first(), to = clusters.next();
                to != BreakIterator.DONE;
                from = to, to = clusters.next()) {
            String cluster = clean.substring(from, to);
            int first = cluster.codePointAt(0);
            if (first == '\n') {
                drawable.append('\n');
            } else if (Character.isISOControl(first)) {
                drawable.append(' ');
            } else if (fonts.draws(cluster)) {
                drawable.append(cluster);
            } else {
                spell(cluster, drawable);
            }
        }
        return drawable.toString();
    }

    private void spell(String cluster, StringBuilder drawable) {
        cluster.codePoints().forEach(c -> {
            String letter = Character.toString(c);
            if (c == EMOJI_VARIATION || c == JOINER) {
                return;
            }
            if (Character.getType(c) != Character.SURROGATE && fonts.draws(letter)) {
                drawable.append(letter);
                return;
            }
            String name = Character.getName(c);
            drawable.append('[')
                    .append(
                            name == null || Character.getType(c) == Character.SURROGATE
                                    ? String.format(Locale.ROOT, "U+%04X", c)
                                    : name.toLowerCase(Locale.ROOT))
                    .append(']');
        });
    }
}
