package dev.storyc.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of a storyboard: what structure alone can tell of it. */
public final class StoryboardSchema {
    private static final String FILE = "storyboard.schema.json";

    /** The schema's text, byte for byte that of {@code schema/storyboard.schema.json} in UTF-8. */
    public String text() {
        try (InputStream in = StoryboardSchema.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
    }
}
