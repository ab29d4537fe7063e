package dev.storyc.lsp;

import dev.storyc.diagnostic.Source;
import org.jspecify.annotations.Nullable;

/**
 * A place in an open document that an editor asks about.
 *
 * @param document as it was when it was asked
 * @param source its text
 * @param offset the place
 * @param kind what the document is
 * @param tag the Mustache tag there, or null
 * @param spot what stands there in the YAML, or null
 * @param draft the storyboard it belongs to, or null if none can be read
 */
record Question(
        Document document,
        Source source,
        int offset,
        Kind kind,
        @Nullable TagCursor tag,
        @Nullable Spot spot,
        @Nullable Draft draft) {
    /** What a document is to the storyboard it belongs to. */
    enum Kind {
        STORYBOARD,
        SHARED,
        PARTIAL,
        OTHER
    }

    /** Whether the document is YAML. */
    boolean yaml() {
        return kind == Kind.STORYBOARD || kind == Kind.SHARED;
    }

    /** Whether it is a file of {@code uses}. */
    boolean shared() {
        return kind == Kind.SHARED;
    }

    /** The scene the place is in, or -1. */
    int scene() {
        return spot == null ? -1 : spot.index("scenes");
    }

    /** The shot of that scene, or -1. */
    int shot() {
        return spot == null ? -1 : spot.index("shots");
    }
}
