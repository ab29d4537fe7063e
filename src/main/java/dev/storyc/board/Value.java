package dev.storyc.board;

import java.util.List;
import java.util.stream.Collectors;

/** A value as an author wrote it: one scalar, or a list of scalars. */
public sealed interface Value {
    /** What YAML 1.2 takes a scalar for. */
    enum Kind {
        TEXT,
        INTEGER,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /** The text as written, a list joined by commas: how the value is shown to people. */
    String shown();

    /**
     * One scalar.
     *
     * @param text as written, decoded but otherwise untouched: {@code 16:9}, {@code 012}, {@code 1.10}
     * @param kind what YAML 1.2 takes it for; quoted text is always {@link Kind#TEXT}
     */
    record Scalar(String text, Kind kind) implements Value {
        @Override
        public String shown() {
            return text;
        }
    }

    /** A list of scalars. */
    record Listing(List<Scalar> items) implements Value {
        public Listing {
            items = List.copyOf(items);
        }

        @Override
        public String shown() {
            return items.stream().map(Scalar::text).collect(Collectors.joining(", ", "[", "]"));
        }
    }
}
