package dev.storyc.report;

/** A sheet of paper, upright; its sides are in points, 72 to the inch. */
public enum Paper {
    A4(595.276f, 841.89f),
    LETTER(612, 792);

    private final float width;
    private final float height;

    Paper(float width, float height) {
        this.width = width;
        this.height = height;
    }

    public float width() {
        return width;
    }

    public float height() {
        return height;
    }
}
