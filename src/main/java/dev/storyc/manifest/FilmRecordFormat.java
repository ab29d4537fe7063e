package dev.storyc.manifest;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The store's form of a film's record: JSON, one property a line. */
public final class FilmRecordFormat {
    /** The version this storyc writes, and the newest it reads. */
    public static final int VERSION = 1;

    /** The record's text; the same record gives the same bytes. */
    public String write(FilmRecord film) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("version", VERSION);
        FilmFields.put(values, film, null);
        return PlainJson.write(values);
    }

    /** The record a text holds; any damage is a finding with its place, never an exception. */
    public Result<FilmRecord> read(Source source) {
        FilmRecord written = written(source.text());
        return written == null ? readAnyhow(source) : Result.of(written);
    }

    /** A record just as this version writes it, or null. */
    private static @Nullable FilmRecord written(String text) {
        try {
            WrittenJson json = new WrittenJson(text);
            json.beginObject();
            if (json.smallWhole("version") != VERSION) {
                return null;
            }
            FilmRecord film = FilmFields.read(json);
            json.end();
            return film;
        } catch (IOException | WrittenJson.Other e) {
            // Whoever reads it as a tree finds out whether anything is wrong, and where.
            return null;
        }
    }

    private static Result<FilmRecord> readAnyhow(Source source) {
        try {
            JsonTree tree = JsonTree.read(source);
            JsonFields fields = new JsonFields(source, tree);
            int version = fields.smallWhole("version");
            if (version > VERSION) {
                JsonTree at = fields.required("version");
                return Result.none(List.of(Diagnostic.of(
                        Rule.MANIFEST_TOO_NEW,
                        source.span(at.start(), at.end()),
                        "this record is of version " + version + ", and this storyc reads up to " + VERSION,
                        "use the newer storyc")));
            }
            return Result.of(FilmFields.read(fields));
        } catch (JsonTree.Damage e) {
            return Result.none(List.of(e.diagnostic()));
        }
    }

    /** The same, for whoever has nobody to show findings to: empty for anything that is no whole record. */
    public Optional<FilmRecord> readIfWhole(String text) {
        return Optional.ofNullable(read(new Source("record", text)).value());
    }
}
