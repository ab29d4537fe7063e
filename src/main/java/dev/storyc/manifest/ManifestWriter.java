package dev.storyc.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a manifest: one property a line, so that git merges rows; no clock, host, total or machine path, so that the
 * same purchases are the same bytes anywhere.
 */
public final class ManifestWriter {
    /** The whole file. */
    public String write(Manifest manifest) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("version", Manifest.VERSION);
        if (manifest.realm() != null) {
            values.put("realm", manifest.realm());
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (ManifestRow row : manifest.rows()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("storyboard", row.place().storyboard());
            fields.put("variant", row.place().variant());
            fields.put("clip", row.place().clip());
            fields.put("take", row.place().take());
            FilmFields.put(fields, row.film(), row.file());
            rows.add(fields);
        }
        values.put("clips", rows);
        return PlainJson.write(values);
    }
}
