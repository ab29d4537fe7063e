package dev.storyc.diagnostic;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value with the places its parts were written at, so that records stay plain and findings still have positions.
 *
 * @param value what was read
 * @param source where from; parts may come from other sources through {@code uses}
 * @param places the place of every key that was written
 * @param broken the paths of which what was written is refused already, and so absent from the value: nothing that
 *     follows from their absence is news
 */
public record Located<T>(T value, Source source, Map<FieldPath, Place> places, BrokenPaths broken) {
    public Located {
        places = Map.copyOf(places);
    }

    /** Whether what was written at this path, or somewhere within it, was refused. */
    public boolean brokenWithin(FieldPath path) {
        return broken.contains(path) || broken.inside(path);
    }

    /** The names under this path of which what was written was refused. */
    public List<String> brokenNames(FieldPath around) {
        return broken.names(around);
    }

    /** The place of this path, or of the nearest thing around it that was written. */
    public Place place(FieldPath path) {
        for (FieldPath at = path; at != null; at = at.parent()) {
            Place found = places.get(at);
            if (found != null) {
                return found;
            }
        }
        return new Place(null, SourceMap.identity(source));
    }

    /** The value's span. */
    public Span span(FieldPath path) {
        return place(path).value().span();
    }

    /** The key's span where there is one, else the value's. */
    public Span keySpan(FieldPath path) {
        Place place = place(path);
        @Nullable Span key = place.key();
        return key == null ? place.value().span() : key;
    }
}
