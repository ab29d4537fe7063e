package dev.storyc.progress;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Outcome;
import dev.storyc.run.RunEvent;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Locale;

/** A build's events for programs: one JSON object a line, as they happen. {@code docs/cli.md} names the fields. */
final class EventJson implements BuildProgress {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final PrintStream out;
    private final InstantSource time;

    EventJson(PrintStream out, InstantSource time) {
        this.out = out;
        this.time = time;
    }

    @Override
    public void heard(RunEvent event) {
        Clip clip = event.clip();
        Job job = event.job();
        Outcome outcome = event.outcome();
        StringWriter line = new StringWriter(400);
        // Not as a tree first: a build of many clips tells as many.
        try (JsonGenerator json = JSON.getFactory().createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("event", event.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringField("time", time.instant().toString());
            json.writeStringField("storyboard", clip.storyboard());
            json.writeStringField("variant", clip.variant());
            json.writeStringField("clip", clip.id());
            json.writeNumberField("take", clip.take());
            json.writeStringField("key", clip.key().hex());
            json.writeStringField("state", job == null ? null : job.state().word());
            json.writeObjectField("attempt", job == null ? null : (Integer) job.attempt());
            json.writeStringField("job_id", job == null ? null : job.jobId());
            json.writeNumberField("estimate_usd", clip.price());
            json.writeNumberField("charged_usd", job == null ? null : job.charged());
            json.writeStringField(
                    "outcome", outcome == null ? null : outcome.kind().word());
            json.writeStringField("reason", event.words());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("text can always be written", e);
        }
        out.print(line.append('\n'));
        out.flush();
    }
}
