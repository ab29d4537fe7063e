package dev.storyc.cli;

import dev.storyc.lower.CanonicalJson;
import dev.storyc.lower.Clip;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes clips as {@code storyc compile} prints them, a JSON object a line, the arguments as their key hashes them. */
final class JsonLines {
    /** Bytes that the lines of many films are written to, one after the other. */
    private static final int SHEET = 1 << 16;

    // One for each thread that renders.
    private static final ThreadLocal<CanonicalJson> WRITER = ThreadLocal.withInitial(CanonicalJson::new);

    private JsonLines() {}

    /** The lines of some clips of one film, in UTF-8. */
    static ByteBuffer of(List<Clip> clips) {
        CanonicalJson json = WRITER.get();
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
            json.raw(",\"payload\":{\"model\":").value(clip.payload().model());
            json.raw(",\"args\":");
            clip.payload().write(json);
            json.raw("}}\n");
        }
        return json.written(from);
    }
}
