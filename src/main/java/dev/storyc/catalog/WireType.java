package dev.storyc.catalog;

import java.util.Locale;

/** The JSON type an argument has on the wire. */
public enum WireType {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** A list of {@code {duration: integer, prompt: string}}, one entry a shot. */
    SHOTS;

    static WireType of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The type as people read it. */
    public String word() {
        return this == SHOTS ? "list of shots" : name().toLowerCase(Locale.ROOT);
    }
}
