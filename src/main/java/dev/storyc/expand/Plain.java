package dev.storyc.expand;

import java.util.List;

/** A value as templates see it. Its {@code toString} is what a tag prints. */
sealed interface Plain {
    Text EMPTY = new Text("");

    /** Stands where an error, reported already, left no value; known by identity. */
    Text STAND_IN = new Text("…");

    /** Whether a section on it is rendered: only false, an empty list and blank text are not. */
    boolean holds();

    record Text(String text) implements Plain {
        @Override
        public boolean holds() {
            return !text.isBlank();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A boolean, printed as it was written. */
    record Flag(boolean on, String text) implements Plain {
        @Override
        public boolean holds() {
            return on;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    record Listing(List<Text> items) implements Plain {
        public Listing {
            items = List.copyOf(items);
        }

        @Override
        public boolean holds() {
            return !items.isEmpty();
        }

        @Override
        public String toString() {
            return String.join(", ", items.stream().map(Text::text).toList());
        }
    }
}
