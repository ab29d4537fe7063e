package dev.storyc.media;

import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Text set in lines to fit a box: as large as it may be, as small as it must.
 *
 * <p>Where even the smallest size doesn't fit, the last line says how many characters are hidden.
 */
final class TextBlock {
    static final FontRenderContext RENDER = new FontRenderContext(null, true, true);

    private static final float LEADING = 1.36f;
    private static final float STEP = 0.5f;

    private final float width;
    private final List<Line> lines;
    private final float size;
    private final int hidden;

    /** One line; without a layout it is an empty one. */
    private record Line(@Nullable TextLayout layout, int charactersBefore) {}

    private TextBlock(List<Line> lines, float size, float width, int hidden) {
        this.lines = lines;
        this.size = size;
        this.width = width;
        this.hidden = hidden;
    }

    /** Sets a text in the largest size, of those between two, in which it fits the box. All are in pixels. */
    static TextBlock fit(CardFonts fonts, String text, float width, float height, float largest, float smallest) {
        String clean = clean(text);
        int low = 0;
        int high = Math.max(0, (int) ((largest - smallest) / STEP));
        // A size that fits means that all smaller ones fit, nearly enough.
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (set(fonts, clean, smallest + middle * STEP, width).height() <= height) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        TextBlock block = set(fonts, clean, smallest + low * STEP, width);
        return block.height() <= height ? block : block.shortened(fonts, clean, height);
    }

    private static TextBlock set(CardFonts fonts, String text, float size, float width) {
        List<Line> lines = new ArrayList<>();
        int before = 0;
        for (String paragraph : text.split("\n", -1)) {
            if (paragraph.isBlank()) {
                lines.add(new Line(null, before));
            } else {
                LineBreakMeasurer measurer =
                        new LineBreakMeasurer(fonts.styled(paragraph, size).getIterator(), RENDER);
                while (measurer.getPosition() < paragraph.length()) {
                    int shown = before + paragraph.codePointCount(0, measurer.getPosition());
                    lines.add(new Line(measurer.nextLayout(width), shown));
                }
            }
            before += paragraph.codePointCount(0, paragraph.length()) + 1;
        }
        return new TextBlock(lines, size, width, 0);
    }

    private TextBlock shortened(CardFonts fonts, String text, float height) {
        int fitting = Math.max(1, (int) (height / leading()));
        List<Line> shown = new ArrayList<>(lines.subList(0, fitting - 1));
        int hidden =
                text.codePointCount(0, text.length()) - lines.get(fitting - 1).charactersBefore();
        String note = String.format(Locale.ROOT, "… and %,d characters more", hidden);
        shown.add(new Line(new TextLayout(fonts.styled(note, size).getIterator(), RENDER), 0));
        return new TextBlock(shown, size, width, hidden);
    }

    /** How many characters the box has no room for. */
    int hidden() {
        return hidden;
    }

    float height() {
        return lines.size() * leading();
    }

    private float leading() {
        return size * LEADING;
    }

    /** Draws it with this upper left corner; what reads from right to left stands at the right edge. */
    void draw(Graphics2D canvas, float x, float y) {
        // The middle of the line box is the middle between a capital's top and the base line, or near it.
        float baseline = y + leading() / 2 + size * 0.36f;
        for (Line line : lines) {
            TextLayout layout = line.layout();
            if (layout != null) {
                layout.draw(canvas, layout.isLeftToRight() ? x : x + width - layout.getAdvance(), baseline);
            }
            baseline += leading();
        }
    }

    /** Line ends of one kind; nothing that no font draws, and no half characters. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.strip().replaceAll("\\R", "\n").codePoints().forEach(c -> {
            if (c == '\n') {
                clean.append('\n');
            } else if (Character.getType(c) == Character.SURROGATE) {
                clean.append('\ufffd');
            } else {
                clean.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
            }
        });
        return clean.toString();
    }
}
