package dev.storyc.manifest;

import dev.storyc.lower.Key;
import dev.storyc.lower.Payload;
import java.io.IOException;
import java.math.BigDecimal;
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

    /** The same of a text that is just as {@link #put} orders it; what comes before the key was taken before. */
    static FilmRecord read(WrittenJson json) throws IOException, WrittenJson.Other {
        return read(json, null).film();
    }

    /** A film with the file that its row names, which stands among its properties. */
    record Filed(FilmRecord film, String file) {}

    static Filed readFiled(WrittenJson json) throws IOException, WrittenJson.Other {
        return read(json, "file");
    }

    private static Filed read(WrittenJson json, @Nullable String fileName) throws IOException, WrittenJson.Other {
        String key = digest(json.text("key"));
        Payload payload = new Payload(json.text("model"), json.plain("args"));
        int seconds = json.smallWhole("seconds");
        BigDecimal estimate = json.optionalNumber("estimate_usd");
        BigDecimal charged = json.optionalNumber("charged_usd");
        String jobId = json.text("job_id");
        String file = fileName == null ? "" : json.text(fileName);
        String sha256 = digest(json.text("sha256"));
        long bytes = json.whole("bytes");
        json.object("probe");
        Seen seen = new Seen(
                json.number("seconds").doubleValue(),
                json.smallWhole("width"),
                json.smallWhole("height"),
                json.number("frames_per_second").doubleValue(),
                json.text("video_codec"),
                json.optionalText("audio_codec"));
        json.endObject();
        json.endObject();
        return new Filed(
                new FilmRecord(new Key(key), payload, seconds, estimate, charged, jobId, sha256, bytes, seen), file);
    }

    private static String digest(String hex) throws WrittenJson.Other {
        if (!Key.isDigest(hex)) {
            throw new WrittenJson.Other();
        }
        return hex;
    }

    private static Key key(JsonFields fields) throws JsonTree.Damage {
        return new Key(digest(fields, "key"));
    }

    private static String digest(JsonFields fields, String name) throws JsonTree.Damage {
        String hex = fields.text(name);
        if (!Key.isDigest(hex)) {
            throw fields.wrong(fields.required(name), name, "64 lower-case hexadecimal digits");
        }
        return hex;
    }
}
