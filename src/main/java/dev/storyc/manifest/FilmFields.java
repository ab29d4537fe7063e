package dev.storyc.manifest;

import dev.storyc.lower.Key;
import dev.storyc.lower.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A film's record as JSON fields: the part that the store's records and the manifest's rows share. */
final class FilmFields {
    private FilmFields() {}

    static void put(Map<String, @Nullable Object> into, FilmRecord film, @Nullable String file) {
        into.put("key", film.key().hex());
        into.put("model", film.payload().model());
        into.put("args", film.payload().args());
        into.put("seconds", film.seconds());
        into.put("estimate_usd", film.estimate());
        into.put("charged_usd", film.charged());
        into.put("job_id", film.jobId());
        if (file != null) {
            into.put("file", file);
        }
        into.put("sha256", film.sha256());
        into.put("bytes", film.bytes());
        Map<String, @Nullable Object> probe = new LinkedHashMap<>();
        probe.put("seconds", film.seen().seconds());
        probe.put("width", film.seen().width());
        probe.put("height", film.seen().height());
        probe.put("frames_per_second", film.seen().framesPerSecond());
        probe.put("video_codec", film.seen().videoCodec());
        probe.put("audio_codec", film.seen().audioCodec());
        into.put("probe", probe);
    }

    static FilmRecord read(JsonFields fields) throws JsonTree.Damage {
        JsonFields probe = fields.object("probe");
        return new FilmRecord(
                key(fields),
                new Payload(fields.text("model"), fields.plain("args")),
                fields.smallWhole("seconds"),
                fields.optionalNumber("estimate_usd"),
                fields.optionalNumber("charged_usd"),
                fields.text("job_id"),
                digest(fields, "sha256"),
                fields.whole("bytes"),
                new Seen(
                        probe.number("seconds").doubleValue(),
                        probe.smallWhole("width"),
                        probe.smallWhole("height"),
                        probe.number("frames_per_second").doubleValue(),
                        probe.text("video_codec"),
                        probe.optionalText("audio_codec")));
    }

    private static Key key(JsonFields fields) throws JsonTree.Damage {
        return new Key(digest(fields, "key"));
    }

    private static String digest(JsonFields fields, String name) throws JsonTree.Damage {
        String hex = fields.text(name);
        if (!hex.matches("[0-9a-f]{64}")) {
            throw fields.wrong(fields.required(name), name, "64 lower-case hexadecimal digits");
        }
        return hex;
    }
}
