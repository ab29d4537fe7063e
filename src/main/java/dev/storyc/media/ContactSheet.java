package dev.storyc.media;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.text.AttributedString;
import java.util.List;
import java.util.Locale;

/** Draws stills in a grid, each with its timecode, those of one film under its name. Lengths are in pixels. */
final class ContactSheet {
    static final int WIDTH = 1280;

    private static final Color GROUND = new Color(0x13, 0x15, 0x1a);
    private static final Color EMPTY = new Color(0x1d, 0x20, 0x27);
    private static final Color RULE = new Color(0x2c, 0x30, 0x39);
    private static final Color TEXT = new Color(0xf1, 0xee, 0xe6);
    private static final Color DIM = new Color(0x96, 0x9c, 0xa8);
    private static final int MARGIN = 24;
    private static final int GAP = 10;
    private static final int HEADING = 46;
    private static final int CAPTION = 26;
    private static final float HEADING_SIZE = 19;
    private static final float CAPTION_SIZE = 13;

    private final CardFonts fonts;
    private final int columns;
    private final int tileWidth;
    private final int tileHeight;

    /** @param cells in order; of each its picture and what stands under it, left and right */
    record Section(String left, String right, List<Cell> cells) {}

    record Cell(BufferedImage picture, String left, String right) {}

    /** @param ratio of the pictures, width over height */
    ContactSheet(double ratio) throws IOException {
        this.fonts = CardFonts.bundled();
        this.columns = columns(ratio);
        this.tileWidth = (WIDTH - 2 * MARGIN - (columns - 1) * GAP) / columns;
        // A strip or a pillar, which no model makes, gets bars rather than a sheet of any size.
        this.tileHeight = (int) Math.round(tileWidth / Math.max(0.4, Math.min(3, ratio)));
    }

    private static int columns(double ratio) {
        return ratio > 1.2 ? 4 : ratio > 0.8 ? 5 : 6;
    }

    /** How many stand in a row. */
    int columns() {
        return columns;
    }

    /** How large the longer side of a still need be. */
    int longerSide() {
        return Math.max(tileWidth, tileHeight);
    }

    BufferedImage draw(List<Section> sections) {
        int height = 2 * MARGIN - GAP;
        for (Section section : sections) {
            height += HEADING + rows(section) * (tileHeight + CAPTION + GAP);
        }
        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        canvas.setColor(GROUND);
        canvas.fillRect(0, 0, WIDTH, height);
        int y = MARGIN;
        for (Section section : sections) {
            line(canvas, section.left(), section.right(), MARGIN, y + 24, WIDTH - 2 * MARGIN, HEADING_SIZE);
            y += HEADING;
            for (int n = 0; n < section.cells().size(); n++) {
                int x = MARGIN + n % columns * (tileWidth + GAP);
                cell(canvas, section.cells().get(n), x, y + n / columns * (tileHeight + CAPTION + GAP));
            }
            y += rows(section) * (tileHeight + CAPTION + GAP);
        }
        canvas.dispose();
        return image;
    }

    private int rows(Section section) {
        return (section.cells().size() + columns - 1) / columns;
    }

    private void cell(Graphics2D canvas, Cell cell, int x, int y) {
        BufferedImage picture = cell.picture();
        double size = Math.min((double) tileWidth / picture.getWidth(), (double) tileHeight / picture.getHeight());
        int width = (int) Math.round(picture.getWidth() * size);
        int height = (int) Math.round(picture.getHeight() * size);
        canvas.setColor(EMPTY);
        canvas.fillRect(x, y, tileWidth, tileHeight);
        canvas.drawImage(picture, x + (tileWidth - width) / 2, y + (tileHeight - height) / 2, width, height, null);
        canvas.setColor(RULE);
        canvas.drawRect(x, y, tileWidth - 1, tileHeight - 1);
        line(canvas, cell.left(), cell.right(), x, y + tileHeight + 17, tileWidth, CAPTION_SIZE);
    }

    /** A line of text, and what stands at its right end; the text is shortened where both don't fit. */
    private void line(Graphics2D canvas, String left, String right, int x, int baseline, int width, float size) {
        float room = width;
        if (!right.isEmpty()) {
            TextLayout end = layout(right, size * 0.85f);
            canvas.setColor(DIM);
            end.draw(canvas, x + width - end.getAdvance(), baseline);
            room -= end.getAdvance() + GAP;
        }
        if (!left.isBlank()) {
            TextLayout start = layout(left, size);
            canvas.setColor(TEXT);
            (start.getAdvance() <= room ? start : layout(shortened(left, size, room), size)).draw(canvas, x, baseline);
        }
    }

    private String shortened(String text, float size, float room) {
        int fitting = text.codePointCount(0, text.length());
        String shown = text;
        while (fitting > 1 && layout(shown, size).getAdvance() > room) {
            // In steps: a name may be thousands of characters long.
            fitting = Math.min(fitting - 1, (int) (fitting * 0.9));
            shown = text.substring(0, text.offsetByCodePoints(0, fitting)) + "…";
        }
        return shown;
    }

    private TextLayout layout(String text, float size) {
        String clean = text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        AttributedString styled = fonts.styled(clean, size);
        styled.addAttribute(TextAttribute.KERNING, TextAttribute.KERNING_ON);
        return new TextLayout(styled.getIterator(), TextBlock.RENDER);
    }

    /** Minutes, seconds and hundredths, since a clip has few seconds. */
    static String timecode(double seconds) {
        long hundredths = Math.round(seconds * 100);
        return String.format(
                Locale.ROOT, "%02d:%02d.%02d", hundredths / 6_000, hundredths / 100 % 60, hundredths % 100);
    }
}
