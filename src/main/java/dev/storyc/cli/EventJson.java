package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Outcome;
import dev.storyc.run.RunEvent;
import java.io.PrintStream;
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
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("event", event.kind().name().toLowerCase(Locale.ROOT));
        node.put("time", time.instant().toString());
        node.put("storyboard", clip.storyboard());
        node.put("variant", clip.variant());
        node.put("clip", clip.id());
        node.put("take", clip.take());
        node.put("key", clip.key().hex());
        node.put("state", job == null ? null : job.state().word());
        node.put("attempt", job == null ? null : (Integer) job.attempt());
        node.put("job_id", job == null ? null : job.jobId());
        node.put("estimate_usd", clip.price());
        node.put("charged_usd", job == null ? null : job.charged());
        node.put("outcome", outcome == null ? null : BuildResult.word(outcome.kind()));
        node.put("reason", event.words());
        try {
            out.print(JSON.writeValueAsString(node) + "\n");
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
