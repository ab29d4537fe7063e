package dev.storyc.outputs;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.storyc.console.Counted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a variant's cut.
 *
 * @param file where it is, as shown to people; null where it was not to be made
 * @param cut what it is made of; null where clips are lacking
 */
public record CutOutcome(
        String storyboard,
        String variant,
        Kind kind,
        @Nullable String file,
        WantedPictures.@Nullable Cut cut) {
    /** How it ended. */
    enum Kind {
        MADE("made"),
        UNCHANGED("unchanged"),
        LACKING("not made for want of clips"),
        SKIPPED("not made"),
        FAILED("failed"),
        INTERRUPTED("interrupted");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean there() {
            return this == MADE || this == UNCHANGED;
        }
    }

    CutOutcome as(Kind other) {
        return new CutOutcome(storyboard, variant, other, file, cut);
    }

    /** One line about all, such as {@code 4 cuts made, 2 unchanged}; empty text where there are none. */
    public static String line(List<CutOutcome> all) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        all.forEach(one -> counts.merge(one.kind(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        counts.forEach((kind, count) ->
                parts.add((parts.isEmpty() ? Counted.count(count, "cut") : String.valueOf(count)) + " " + kind.words));
        return String.join(", ", parts);
    }

    /** Writes it as an object. */
    public void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("storyboard", storyboard);
        out.writeStringField("variant", variant);
        out.writeStringField("outcome", kind.name().toLowerCase(Locale.ROOT));
        boolean there = kind.there() && cut != null;
        out.writeStringField("file", there ? file : null);
        if (there && cut != null) {
            // Milliseconds tell more than a film can show.
            out.writeNumberField("seconds", Math.round(cut.timeline().seconds() * 1000) / 1000.0);
        } else {
            out.writeNullField("seconds");
        }
        out.writeEndObject();
    }
}
