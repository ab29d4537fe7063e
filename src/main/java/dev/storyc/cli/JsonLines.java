package dev.storyc.cli;

import dev.storyc.lower.CanonicalJson;
import dev.storyc.lower.Clip;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes clips as {@code storyc compile} prints them, a JSON object a line, the arguments as their key hashes them. */
final class JsonLines {
    /** Bytes that the lines of many films are written to, one after the other. */
    private static final int SHEET = 1 << 16;

    // One for each thread that renders.
    private static final ThreadLocal<JsonLines> WRITER = ThreadLocal.withInitial(JsonLines::new);

    private final CanonicalJson json = new CanonicalJson();
    private String ofModel = "";
    private byte @Nullable [] payload;

    private JsonLines() {}

    /** The lines of some clips of one film, in UTF-8. */
    static ByteBuffer of(List<Clip> clips) {
        return WRITER.get().write(clips);
    }

    private ByteBuffer write(List<Clip> clips) {
        if (clips.isEmpty()) {
            return ByteBuffer.allocate(0);
        }
        // What was written before is somebody else's by now. A film that needs more room than is left moves to a larger
        // sheet.
        if (json.length() == 0 || json.length() > SHEET - SHEET / 16) {
            json.begin(SHEET);
        }
        int from = json.length();
        int head = from;
        for (int i = 0; i < clips.size(); i++) {
            Clip clip = clips.get(i);
            if (i == 0) {
                json.raw("{\"storyboard\":").value(clip.storyboard());
                json.raw(",\"variant\":").value(clip.variant());
                head = json.length();
            } else {
                json.again(from, head);
            }
            json.raw(",\"clip\":").value(clip.id());
            json.raw(",\"take\":").value(clip.take());
            json.raw(",\"key\":\"").raw(clip.key().hex());
            json.raw("\",\"seconds\":").value(clip.seconds());
            // The table's exact decimals, which RFC 8785 would shorten.
            json.raw(",\"price_usd\":").raw(String.valueOf(clip.price()));
            json.raw(payload(clip.payload().model()));
            clip.payload().write(json);
            json.raw("}}\n");
        }
        return json.written(from);
    }

    /** What stands before the arguments: the same for all requests to one model. */
    @SuppressWarnings("ReferenceEquality") // A name that is equal is only written anew.
    private byte[] payload(String model) {
        byte[] known = payload;
        if (known == null || model != ofModel) {
            known = new CanonicalJson()
                    .raw(",\"payload\":{\"model\":")
                    .value(model)
                    .raw(",\"args\":")
                    .bytes();
            payload = known;
            ofModel = model;
        }
        return known;
    }
}
