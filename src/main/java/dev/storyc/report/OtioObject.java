package dev.storyc.report;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects of OpenTimelineIO's JSON, each with all fields of its schema, as plain values in order. */
final class OtioObject {
    private OtioObject() {}

    /** A named object of this schema; its own fields are added by the caller. */
    static Map<String, @Nullable Object> of(String schema, String name, Map<String, @Nullable Object> metadata) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("OTIO_SCHEMA", schema);
        object.put("metadata", metadata.isEmpty() ? metadata : Map.of("storyc", metadata));
        object.put("name", name);
        return object;
    }

    /** The same for what has a place in a composition. */
    static Map<String, @Nullable Object> item(
            String schema,
            String name,
            Map<String, @Nullable Object> metadata,
            @Nullable Object range,
            List<Map<String, @Nullable Object>> markers) {
        Map<String, @Nullable Object> item = of(schema, name, metadata);
        item.put("source_range", range);
        item.put("effects", List.of());
        item.put("markers", markers);
        item.put("enabled", true);
        return item;
    }

    static Map<String, @Nullable Object> time(long frames, BigDecimal rate) {
        Map<String, @Nullable Object> time = new LinkedHashMap<>();
        time.put("OTIO_SCHEMA", "RationalTime.1");
        time.put("rate", rate);
        time.put("value", frames);
        return time;
    }

    /** A time on the timeline. */
    static Map<String, @Nullable Object> time(long frames) {
        return time(frames, BigDecimal.valueOf(Timecode.RATE));
    }

    static Map<String, @Nullable Object> range(long start, long frames, BigDecimal rate) {
        Map<String, @Nullable Object> range = new LinkedHashMap<>();
        range.put("OTIO_SCHEMA", "TimeRange.1");
        range.put("duration", time(frames, rate));
        range.put("start_time", time(start, rate));
        return range;
    }

    /** A range on the timeline. */
    static Map<String, @Nullable Object> range(long start, long frames) {
        return range(start, frames, BigDecimal.valueOf(Timecode.RATE));
    }
}
