package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.diagnostic.VisibleText;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says while it works, an event a line: JSON for machines, or words for a person. Safe for any number of
 * threads. Film addresses and whatever looks like a key or a password are never said, whoever says them.
 */
final class WorkerLog {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** What libraries and far ends may let slip. */
    private static final Pattern SECRET = Pattern.compile("(?<![A-Za-z0-9])ak-[A-Za-z0-9_.~+/=-]+"
            + "|(?i:(?<=password=)[^\\s&,;]+)|(?<=://)[^\\s/@]+(?=@)|(?i:(?<=bearer )[^\\s,;]+)");

    private static final Pattern WEB = Pattern.compile("(?i)https?://[^\\s\"'<>]+");
    private static final int LONGEST = 2000;

    private final PrintStream err;
    private final InstantSource time;
    private final boolean json;

    /** @param json whether machines read it */
    WorkerLog(PrintStream err, InstantSource time, boolean json) {
        this.err = err;
        this.time = time;
        this.json = json;
    }

    /** How much it matters. */
    enum Level {
        INFO,
        WARNING,
        ERROR
    }

    /**
     * What an event is about; what there is none of is null.
     *
     * @param build the build's id
     * @param key the clip's key
     * @param jobId the far end's name for the job
     * @param clip storyboard, variant and clip, as people name it
     */
    record About(
            @Nullable String build,
            @Nullable String key,
            @Nullable String jobId,
            @Nullable String clip) {
        /** The worker itself. */
        static final About WORKER = new About(null, null, null, null);
    }

    /**
     * Says that something happened.
     *
     * @param what one word for it, the same each time
     * @param words more for people, or null
     */
    void event(Level level, String what, About about, @Nullable String words) {
        String shown = words == null ? null : safe(words);
        String line = json ? json(level, what, about, shown) : text(level, what, about, shown);
        synchronized (err) {
            err.print(line + "\n");
            err.flush();
        }
    }

    /** The same text without what may be secret or where a film lies, on one line, and not endless. */
    static String safe(String words) {
        String open =
                SECRET.matcher(WEB.matcher(words).replaceAll("(an address)")).replaceAll("…");
        String line = VisibleText.line(open.strip().replaceAll("\\s+", " "));
        return line.length() > LONGEST ? line.substring(0, line.offsetByCodePoints(0, LONGEST / 2)) + "…" : line;
    }

    private String json(Level level, String what, About about, @Nullable String words) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("time", time.instant().toString());
        node.put("level", level.name().toLowerCase(Locale.ROOT));
        node.put("event", what);
        node.put("build", about.build());
        node.put("key", about.key());
        node.put("job_id", about.jobId());
        node.put("clip", about.clip());
        node.put("words", words);
        // What there is none of is left out: it says nothing, and logs are paid by the byte.
        node.properties().removeIf(field -> field.getValue().isNull());
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private String text(Level level, String what, About about, @Nullable String words) {
        StringBuilder line = new StringBuilder(time.instant().toString().substring(11, 19))
                .append(level == Level.INFO ? "  " : level == Level.WARNING ? " ! " : " !! ")
                .append(what);
        if (about.clip() != null) {
            line.append("  ").append(VisibleText.line(about.clip()));
        }
        if (about.jobId() != null) {
            line.append(", job ").append(VisibleText.line(about.jobId()));
        }
        if (words != null && !words.isEmpty()) {
            line.append(": ").append(words);
        }
        return line.toString();
    }
}
