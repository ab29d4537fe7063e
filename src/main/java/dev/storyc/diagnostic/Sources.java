package dev.storyc.diagnostic;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one door to files for the stages that are pure: what a storyboard names, found or not, with the reason in words.
 */
public interface Sources {
    /** A file that {@code uses} names, relative to the storyboard. */
    Answer<Source> shared(String path);

    /** A partial by its name, such as {@code look/night-rain}. */
    Answer<Source> partial(String name);

    /** The names of all partials there are, to suggest the nearest; empty if they can't be listed. */
    Iterable<String> partialNames();

    /** A row file, relative to the storyboard. */
    Answer<Rows> rows(String path);

    /**
     * Found, or why not.
     *
     * @param found the thing; null if it can't be had
     * @param problem what is wrong, as a diagnostic's message; empty if found
     * @param hint how to mend it; empty if found
     */
    record Answer<T>(@Nullable T found, String problem, String hint) {
        public static <T> Answer<T> found(T thing) {
            return new Answer<>(thing, "", "");
        }

        public static <T> Answer<T> missing(String problem, String hint) {
            return new Answer<>(null, problem, hint);
        }
    }

    /** A row file that may be too large to hold. */
    interface Rows {
        /** The path as it is shown to people; its ending tells the format. */
        String name();

        /** Opens it anew, decoded strictly as UTF-8 without a byte-order mark. The caller closes it. */
        Reader open() throws IOException;

        /** The names of its columns, where they are known without reading it; null where they are not. */
        default @Nullable List<String> columns() {
            return null;
        }
    }
}
