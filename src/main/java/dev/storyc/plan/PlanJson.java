package dev.storyc.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.ManifestRow;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A plan for programs: one JSON object on one line, its clips in order. */
public final class PlanJson {
    /** The version of this form. */
    public static final int VERSION = 1;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** The plan's text, with a line end at its end. */
    public String write(Plan plan) {
        return write(plan, null, null);
    }

    /** The same, with what it is compared with and what it would cost on each model, where that was asked for. */
    public String write(Plan plan, @Nullable Comparison against, @Nullable List<ModelOffer> models) {
        ObjectNode root = NODES.objectNode();
        root.put("version", VERSION);
        ArrayNode clips = root.putArray("clips");
        plan.steps().forEach(step -> clips.add(step(step)));
        ArrayNode gone = root.putArray("gone");
        plan.gone().forEach(row -> gone.add(gone(row)));
        Estimate estimate = plan.estimate();
        ObjectNode sums = root.putObject("estimate");
        sums.put("jobs", estimate.jobs());
        sums.put("seconds", estimate.seconds());
        sums.put("to_spend_usd", estimate.toSpend());
        sums.put("expected_usd", estimate.expected());
        sums.put("unpriced", estimate.unpriced());
        sums.put("held", estimate.held());
        sums.put("restored", estimate.restored());
        sums.put("saved_usd", estimate.saved());
        sums.put("lost", estimate.lost());
        sums.put("lost_usd", estimate.lostCost());
        if (against != null) {
            ComparisonJson.write(against, root.putObject("against"));
        }
        if (models != null) {
            ModelOffers.json(models, root.putArray("models"));
        }
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static ObjectNode step(Step step) {
        Clip clip = step.clip();
        ObjectNode node = NODES.objectNode();
        node.put("storyboard", clip.storyboard());
        node.put("variant", clip.variant());
        node.put("clip", clip.id());
        node.put("take", clip.take());
        node.put("key", clip.key().hex());
        node.put("state", step.state().word());
        node.put("action", step.action().name().toLowerCase(Locale.ROOT));
        node.put("seconds", clip.seconds());
        node.put("price_usd", clip.price());
        Job job = step.job();
        node.put("job_id", job == null ? null : job.jobId());
        node.put("reason", job == null ? null : job.reason());
        node.put("paid_usd", step.state() == StepState.LOST ? Planner.paid(step).orElse(null) : null);
        if (step.odd() != null) {
            node.put("odd", step.odd());
        }
        differences(step.differences(), node.putArray("changes"));
        return node;
    }

    static void differences(List<Difference> differences, ArrayNode changes) {
        for (Difference difference : differences) {
            changes.addObject()
                    .put("argument", difference.path())
                    .put("before", difference.before())
                    .put("after", difference.after());
        }
    }

    private static ObjectNode gone(ManifestRow row) {
        return NODES.objectNode()
                .put("storyboard", row.place().storyboard())
                .put("variant", row.place().variant())
                .put("clip", row.place().clip())
                .put("take", row.place().take())
                .put("key", row.film().key().hex())
                .put("charged_usd", row.film().charged());
    }
}
