package dev.storyc.report;

import java.awt.Color;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text flowing down the pages of a shot list. Lengths are in points; y is where the next thing begins. */
final class ShotListSheet {
    static final Color INK = new Color(0x1a, 0x1c, 0x20);
    static final Color DIM = new Color(0x6a, 0x6f, 0x78);
    static final Color RULE = new Color(0xcf, 0xd2, 0xd8);
    static final Color ACCENT = new Color(0xa8, 0x62, 0x08);
    static final float MARGIN = 42;

    private static final Color CARD = new Color(0x13, 0x15, 0x1a);
    private static final Color CARD_TEXT = new Color(0xf1, 0xee, 0xe6);
    private static final float HEAD = 66;
    private static final float FOOT = 50;
    private static final float LEADING = 1.42f;
    private static final float SMALL = 8;
    private static final float CARD_LEAST = 6;

    private final PdfPages pages;
    private final PageText text;
    private final Paper paper;
    private final String title;
    private String section = "";
    private float y;

    ShotListSheet(PdfPages pages, PageText text, Paper paper, String title) {
        this.pages = pages;
        this.text = text;
        this.paper = paper;
        this.title = title;
    }

    float width() {
        return paper.width() - 2 * MARGIN;
    }

    float y() {
        return y;
    }

    void moveTo(float next) {
        y = next;
    }

    int page() {
        return pages.count();
    }

    /** How much is left of this page. */
    float room() {
        return paper.height() - FOOT - y;
    }

    /** Begins a page without a heading. */
    void cover() {
        pages.begin();
        y = MARGIN + 30;
    }

    /** Begins a page of a section, whose name stands on all its pages. */
    void section(String name) throws IOException {
        section = name;
        turn();
    }

    /** Begins the next page of the section. */
    void turn() throws IOException {
        pages.begin();
        float half = width() / 2 - 8;
        one(title, SMALL, false, DIM, MARGIN, 40, half);
        end(section, SMALL, DIM, MARGIN + width(), 40, half);
        pages.fill(RULE, MARGIN, 47, width(), 0.5f);
        y = HEAD;
    }

    /** Draws text from here on, over as many pages as it takes. */
    void flow(String words, float size, boolean bold, Color colour, float x, float width) throws IOException {
        for (PageText.Line line : text.lines(words, size, bold, width)) {
            if (room() < size * LEADING) {
                turn();
            }
            pages.line(line, colour, x, y + size * 1.05f, width);
            y += size * LEADING;
        }
    }

    /** Draws a line at a place, shortened where it doesn't fit. */
    void one(String words, float size, boolean bold, Color colour, float x, float baseline, float width)
            throws IOException {
        pages.line(shortened(words, size, bold, width), colour, x, baseline, width);
    }

    /** The same, with its end at a place. */
    void end(String words, float size, Color colour, float right, float baseline, float width) throws IOException {
        PageText.Line line = shortened(words, size, false, width);
        pages.line(line, colour, right - line.width(), baseline, line.width());
    }

    private PageText.Line shortened(String words, float size, boolean bold, float width) {
        List<PageText.Line> lines = text.lines(words, size, bold, width);
        if (lines.size() == 1) {
            return lines.get(0);
        }
        String shown = words.strip().replaceAll("\\s+", " ");
        // In steps: a text may be thousands of characters long.
        int fitting = shown.codePointCount(0, shown.length());
        PageText.Line line = lines.get(0);
        while (lines.size() > 1 && fitting > 1) {
            fitting = Math.min(fitting - 1, (int) (fitting * 0.92));
            lines = text.lines(
                    shown.substring(0, shown.offsetByCodePoints(0, fitting)).stripTrailing() + "…", size, bold, width);
            line = lines.get(0);
        }
        return line;
    }

    void rule() {
        pages.fill(RULE, MARGIN, y, width(), 0.5f);
    }

    /** Draws a poster, or a card with its text, as large as it fits into a box from here down; gives its height. */
    float picture(
            byte @Nullable [] jpeg, String name, double ratio, String card, float x, float boxWidth, float boxHeight)
            throws IOException {
        PdfPages.Picture picture = jpeg == null ? null : pages.picture(name, jpeg);
        double shape = picture == null ? ratio : picture.ratio();
        float width = (float) Math.min(boxWidth, boxHeight * shape);
        float height = (float) (width / shape);
        if (picture != null) {
            pages.image(picture, x, y, width, height);
            return height;
        }
        pages.fill(CARD, x, y, width, height);
        float inset = Math.min(10, width / 10);
        float size = Math.min(width, height) / 8;
        List<PageText.Line> lines = text.lines(card, size, false, width - 2 * inset);
        while (size > CARD_LEAST && lines.size() * size * LEADING > height - 2 * inset) {
            size = Math.max(CARD_LEAST, size * 0.85f);
            lines = text.lines(card, size, false, width - 2 * inset);
        }
        float line = y + inset;
        for (PageText.Line words : lines) {
            if (line + size * LEADING > y + height - inset + 1) {
                break;
            }
            pages.line(words, CARD_TEXT, x + inset, line + size * 1.05f, width - 2 * inset);
            line += size * LEADING;
        }
        return height;
    }

    /** Numbers all pages. Nothing may be drawn afterwards. */
    void foot(String left) throws IOException {
        float baseline = paper.height() - 28;
        for (int page = 0; page < pages.count(); page++) {
            pages.onto(page);
            one(left, SMALL, false, DIM, MARGIN, baseline, width() - 100);
            end("page " + (page + 1) + " of " + pages.count(), SMALL, DIM, MARGIN + width(), baseline, 90);
        }
    }
}
