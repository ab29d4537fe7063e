package dev.storyc.manifest;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One stored clip and take.
 *
 * @param place which clip it is
 * @param film the record of its film
 * @param file where the film lies, relative to the storyboard's output folder, with {@code /}
 */
public record ManifestRow(Place place, FilmRecord film, String file) {
    /** The same film under another name. */
    ManifestRow withFile(String other) {
        return new ManifestRow(place, film, other);
    }

    /** Which clip and take of which storyboard: what an edit of the storyboard doesn't change. */
    public record Place(String storyboard, String variant, String clip, int take) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(Place::storyboard)
                .thenComparing(Place::variant)
                .thenComparing(Place::clip)
                .thenComparingInt(Place::take);

        // Written out, and not linked at run time as a record's own is: maps of many places ask this again and again.
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof Place place
                            && take == place.take
                            && clip.equals(place.clip)
                            && variant.equals(place.variant)
                            && storyboard.equals(place.storyboard));
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * storyboard.hashCode() + variant.hashCode()) + clip.hashCode()) + take;
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }

        /** {@code storyboard/variant/clip}, with {@code #n} for a take after the first. */
        public String address() {
            return storyboard + "/" + variant + "/" + clip + (take == 1 ? "" : "#" + take);
        }
    }
}
