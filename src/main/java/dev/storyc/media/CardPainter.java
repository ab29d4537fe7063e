package dev.storyc.media;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * Draws an animatic's pictures: a card once a shot, and in each frame only the timecode and the playhead anew.
 *
 * <p>Lengths are in units of 1/360 of the shorter side, so a card looks the same at any size. The lowest 60 units hold the
 * shots' bar alone, since players lay their controls there.
 */
final class CardPainter {
    private static final Color GROUND = new Color(0x13, 0x15, 0x1a);
    private static final Color RULE = new Color(0x2c, 0x30, 0x39);
    private static final Color TEXT = new Color(0xf1, 0xee, 0xe6);
    private static final Color DIM = new Color(0x96, 0x9c, 0xa8);
    private static final Color ACCENT = new Color(0xf0, 0xa9, 0x3c);
    private static final Color PASSED = new Color(0x8a, 0x66, 0x2e);

    private static final float MARGIN = 24;
    private static final float CONTROLS = 60;
    /** The width kept for it; the longest heading just leaves this much on an upright picture. */
    private static final float TIMECODE = 108;
    /** The base line of the first line. */
    private static final float HEADING = 33;

    private final Animatic animatic;
    private final CardFonts fonts;
    private final BufferedImage image;
    private final Graphics2D canvas;
    private final Yuv420 picture;
    private final float unit;
    private final float width;
    private final float height;
    private int shot;

    CardPainter(Animatic animatic) throws IOException {
        this.animatic = animatic;
        this.fonts = CardFonts.bundled();
        this.unit = Math.min(animatic.width(), animatic.height()) / 360f;
        this.width = animatic.width() / unit;
        this.height = animatic.height() / unit;
        this.image = new BufferedImage(animatic.width(), animatic.height(), BufferedImage.TYPE_INT_RGB);
        this.picture = new Yuv420(animatic.width(), animatic.height());
        this.canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvas.scale(unit, unit);
    }

    /** What was drawn last, as an image; it changes with the next call. */
    BufferedImage image() {
        return image;
    }

    /** Draws a shot's card; frames follow. */
    void begin(int shot) {
        this.shot = shot;
        Animatic.Card card = animatic.cards().get(shot);
        fill(GROUND, 0, 0, width, height);
        float x = heading(shotName(), MARGIN, ACCENT);
        heading(card.seconds() + " s", x + 12, TEXT);
        float top = facts() + 12;
        fill(RULE, MARGIN, top, width - 2 * MARGIN, 1);
        top += 15;
        float bottom = height - CONTROLS - 6;
        String avoid = animatic.avoid();
        if (avoid != null && !avoid.isBlank()) {
            TextBlock block = TextBlock.fit(fonts, "without  " + avoid, width - 2 * MARGIN, 30, 10.5f, 9);
            bottom -= block.height();
            canvas.setColor(DIM);
            block.draw(canvas, MARGIN, bottom);
            bottom -= 12;
        }
        TextBlock prompt = TextBlock.fit(fonts, card.prompt(), width - 2 * MARGIN, bottom - top, 34, 9);
        canvas.setColor(TEXT);
        // A little above the middle, where the eye looks for it.
        prompt.draw(canvas, MARGIN, top + (bottom - top - prompt.height()) * 0.4f);
        picture.take(image, 0, 0, animatic.width(), animatic.height());
    }

    private String shotName() {
        if (animatic.cutByModel()) {
            return "CUT BY THE MODEL";
        }
        int shots = animatic.cards().size();
        return shots == 1 ? "ONE SHOT" : "SHOT " + (shot + 1) + " OF " + shots;
    }

    /** The line, or where it is too long the two lines, under the heading; gives the last one's base line. */
    private float facts() {
        TextLayout left = layout(String.join("   ·   ", animatic.labels()));
        TextLayout right = layout(animatic.title());
        float room = width - 2 * MARGIN;
        boolean oneLine = left.getAdvance() + right.getAdvance() + 2 * MARGIN <= room;
        canvas.setColor(DIM);
        left.draw(canvas, MARGIN, 53);
        right.draw(canvas, oneLine ? MARGIN + room - right.getAdvance() : MARGIN, oneLine ? 53 : 70);
        return oneLine ? 53 : 70;
    }

    private TextLayout layout(String text) {
        String shown = text.isBlank() ? " " : text;
        TextLayout layout = new TextLayout(fonts.styled(shown, 11.5f).getIterator(), TextBlock.RENDER);
        float room = width - 2 * MARGIN;
        return layout.getAdvance() <= room
                ? layout
                : new TextLayout(
                        fonts.styled(shown, 11.5f * room / layout.getAdvance()).getIterator(), TextBlock.RENDER);
    }

    /** The frame at a second and a tenth of it. */
    Yuv420 at(int second, int tenth) {
        timecode(second, tenth);
        bar(second + tenth / 10f);
        return picture;
    }

    private void timecode(int second, int tenth) {
        String now = String.format(Locale.ROOT, "%02d:%02d.%d", second / 60, second % 60, tenth);
        int all = animatic.seconds();
        String end = String.format(Locale.ROOT, "  /  %02d:%02d", all / 60, all % 60);
        fill(GROUND, width - MARGIN - TIMECODE, 18, TIMECODE, 22);
        Font font = fonts.bold(14);
        TextLayout left = new TextLayout(now, font, TextBlock.RENDER);
        TextLayout right = new TextLayout(end, font, TextBlock.RENDER);
        float x = width - MARGIN - right.getAdvance();
        canvas.setColor(DIM);
        right.draw(canvas, x, HEADING);
        canvas.setColor(TEXT);
        left.draw(canvas, x - left.getAdvance(), HEADING);
        take(width - MARGIN - TIMECODE, 18, TIMECODE, 22);
    }

    private void bar(float now) {
        float y = height - 34;
        fill(GROUND, MARGIN - 4, y - 8, width - 2 * MARGIN + 8, 20);
        float room = width - 2 * MARGIN;
        float perSecond = room / animatic.seconds();
        float from = 0;
        for (int n = 0; n < animatic.cards().size(); n++) {
            float to = from + animatic.cards().get(n).seconds();
            float gap = n == animatic.cards().size() - 1 ? 0 : 2.5f;
            fill(n < shot ? PASSED : RULE, MARGIN + from * perSecond, y, (to - from) * perSecond - gap, 4);
            if (n == shot) {
                float passed = Math.min((now - from) * perSecond, (to - from) * perSecond - gap);
                fill(ACCENT, MARGIN + from * perSecond, y, passed, 4);
            }
            from = to;
        }
        fill(TEXT, MARGIN + now * perSecond - 1, y - 6, 2, 16);
        take(MARGIN - 4, y - 8, width - 2 * MARGIN + 8, 20);
    }

    /** Gives the place where it ends. */
    private float heading(String text, float x, Color colour) {
        Font font = fonts.bold(14).deriveFont(Map.of(TextAttribute.TRACKING, 0.06f));
        TextLayout layout = new TextLayout(text, font, TextBlock.RENDER);
        canvas.setColor(colour);
        layout.draw(canvas, x, HEADING);
        return x + layout.getAdvance();
    }

    private void fill(Color colour, float x, float y, float w, float h) {
        canvas.setColor(colour);
        canvas.fill(new Rectangle2D.Float(x, y, w, h));
    }

    /** Makes a changed part of the image part of the picture; a few pixels more do no harm. */
    private void take(float x, float y, float w, float h) {
        int left = Math.max(0, (int) (x * unit) - 1) & ~1;
        int top = Math.max(0, (int) (y * unit) - 1) & ~1;
        int right = Math.min(animatic.width(), ((int) ((x + w) * unit) + 3) & ~1);
        int bottom = Math.min(animatic.height(), ((int) ((y + h) * unit) + 3) & ~1);
        picture.take(image, left, top, right, bottom);
    }
}
