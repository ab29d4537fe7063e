package dev.storyc.expand;

/**
 * One Mustache tag as it stands in a template.
 *
 * @param kind what it does
 * @param name the name in it, trimmed; a comment's text
 * @param start the offset of its first brace
 * @param end the offset after its last brace
 */
record Tag(Kind kind, String name, int start, int end) {
    enum Kind {
        VALUE,
        SECTION,
        INVERTED,
        CLOSE,
        COMMENT,
        PARTIAL
    }

    /** Whether Mustache lets a line vanish that holds nothing else. */
    boolean vanishesAlone() {
        return kind == Kind.SECTION || kind == Kind.INVERTED || kind == Kind.CLOSE || kind == Kind.COMMENT;
    }

    boolean isDot() {
        return name.equals(".");
    }
}
