package dev.storyc.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.plan.StepState;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a gallery's file tells of it, for the page over all galleries and for whoever asks whether it must be
 * written again.
 *
 * @param mark tells this state of the storyboard from every other
 * @param poster of some clip, relative to the storyboard's output folder, or null
 */
public record GallerySummary(
        String mark,
        String storyboard,
        String title,
        String model,
        GalleryTotals totals,
        @Nullable String poster) {
    /** The most characters of a page's beginning that hold its summary. */
    public static final int LENGTH = 16 * 1024;

    private static final String BEFORE = "<script type=\"application/json\" id=\"summary\">";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final int LONGEST_TITLE = 1000;

    public static GallerySummary of(Showing showing, String mark) {
        String poster = showing.variants().stream()
                .flatMap(variant -> variant.clips().stream())
                .map(clip -> clip.picked().poster())
                .filter(name -> name != null)
                .findFirst()
                .orElse(null);
        return new GallerySummary(
                mark, showing.storyboard(), showing.title(), showing.model(), GalleryTotals.of(showing), poster);
    }

    void write(Writer out) throws IOException {
        out.write(BEFORE);
        try (JsonGenerator json = GalleryJson.to(out)) {
            json.writeStartObject();
            json.writeStringField("mark", mark);
            json.writeStringField("storyboard", storyboard);
            json.writeStringField("title", title.substring(0, Math.min(LONGEST_TITLE, title.length())));
            json.writeStringField("model", model);
            json.writeStringField("poster", poster);
            json.writeNumberField("variants", totals.variants());
            json.writeNumberField("clips", totals.clips());
            json.writeNumberField("takes", totals.takes());
            json.writeNumberField("seconds", totals.seconds());
            json.writeNumberField("spent", totals.spent());
            json.writeNumberField("estimate", totals.estimate());
            json.writeNumberField("unpriced", totals.unpriced());
            json.writeObjectFieldStart("states");
            for (Map.Entry<StepState, Integer> state : totals.states().entrySet()) {
                json.writeNumberField(state.getKey().word(), state.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        out.write("</script>\n");
    }

    /** The summary of a page, by its beginning; empty if this is no gallery that storyc wrote. */
    public static Optional<GallerySummary> read(String beginning) {
        int start = beginning.indexOf(BEFORE);
        int end = beginning.indexOf("</script>", Math.max(0, start));
        if (!beginning.startsWith(Gallery.FIRST_LINE) || start < 0 || end < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(JSON.readTree(beginning.substring(start + BEFORE.length(), end))));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static GallerySummary of(JsonNode json) {
        Map<StepState, Integer> states = new EnumMap<>(StepState.class);
        for (StepState state : StepState.values()) {
            int count = json.path("states").path(state.word()).asInt(0);
            if (count > 0) {
                states.put(state, count);
            }
        }
        GalleryTotals totals = new GalleryTotals(
                json.path("variants").asInt(),
                json.path("clips").asInt(),
                json.path("takes").asInt(),
                json.path("seconds").asInt(),
                states,
                usd(json.path("spent")),
                usd(json.path("estimate")),
                json.path("unpriced").asInt());
        return new GallerySummary(
                json.path("mark").asText(),
                json.path("storyboard").asText(),
                json.path("title").asText(),
                json.path("model").asText(),
                totals,
                json.path("poster").isTextual() ? json.path("poster").asText() : null);
    }

    /** An exponent out of all measure, which only a forged page has, would make a text of gigabytes. */
    private static BigDecimal usd(JsonNode number) {
        BigDecimal usd = number.isNumber() ? number.decimalValue() : BigDecimal.ZERO;
        return Math.abs((long) usd.precision() - usd.scale()) > 20 || usd.scale() > 20 ? BigDecimal.ZERO : usd;
    }
}
