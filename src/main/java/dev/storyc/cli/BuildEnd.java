package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Exit;
import dev.storyc.job.Job;
import dev.storyc.job.Spending;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.CutOutcome;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.Prospect;
import dev.storyc.plan.Estimate;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.Usd;
import dev.storyc.store.OutputFolder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a build came to: its exit code, and its last words for people and for programs. */
final class BuildEnd {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final RunRecord record;

    BuildEnd(RunRecord record) {
        this.record = record;
    }

    /** What became of its clips, as an exit code. */
    int exit() {
        return record.interrupted()
                ? Exit.INTERRUPTED
                : Exit.gravest(record.outcomes().stream()
                        .map(outcome -> code(outcome.kind()))
                        .collect(Collectors.toSet()));
    }

    private static int code(Outcome.Kind kind) {
        return switch (kind) {
            case HELD, RENDERED -> Exit.DONE;
            case FAILED, REFUSED, NOT_SENT -> Exit.RENDER_FAILED;
            case CLOSED -> Exit.STORE;
            case IN_DOUBT -> Exit.IN_DOUBT;
            case OVER_CAP -> Exit.BUDGET;
            case SET_ASIDE, UNFETCHED, LOST, ABANDONED -> Exit.FILM_WRONG;
            case PENDING -> Exit.STILL_RUNNING;
            case INTERRUPTED -> Exit.INTERRUPTED;
        };
    }

    /** The counts and the money. */
    List<String> lines(Estimate estimate, boolean free) {
        if (free) {
            return List.of(counts() + "; free of charge");
        }
        String unpriced = estimate.unpriced() == 0 ? "" : " and " + estimate.unpriced() + " without a price";
        return money(estimate.costs() ? " of " + Usd.words(estimate.toSpend()) + unpriced + " estimated" : "");
    }

    /** The same where no estimate is known. */
    List<String> lines() {
        return money("");
    }

    private List<String> money(String estimated) {
        Spending bought = record.bought();
        String spent = counts() + "; spent " + Usd.words(bought.spent()) + estimated;
        return bought.reserved().signum() == 0
                ? List.of(spent)
                : List.of(spent, Usd.words(bought.reserved()) + " more is reserved for what is under way or in doubt");
    }

    private String counts() {
        List<String> parts = new ArrayList<>();
        parts.add(record.count(Outcome.Kind.RENDERED) + " rendered");
        parts.add(record.count(Outcome.Kind.HELD) + " held");
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            long count = record.count(kind);
            if (count > 0 && kind != Outcome.Kind.RENDERED && kind != Outcome.Kind.HELD) {
                parts.add(count + " " + kind.word());
            }
        }
        return String.join(", ", parts);
    }

    /**
     * The last line of {@code build --format json}.
     *
     * @param unshared how many films the team hasn't, though it should
     */
    String json(Prospect prospect, Outputs outputs, List<CutOutcome> cuts, int unshared, int exit) {
        Map<Key, Outcome> byKey = byKey(record);
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.getFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("event", "end");
            out.writeNumberField("version", 1);
            out.writeNumberField("exit", exit);
            out.writeBooleanField("interrupted", record.interrupted());
            out.writeNumberField("created", record.created());
            out.writeNumberField("spent_usd", record.bought().spent());
            out.writeNumberField("reserved_usd", record.bought().reserved());
            out.writeNumberField("not_shared", unshared);
            out.writeNumberField("estimate_usd", prospect.plan().estimate().toSpend());
            out.writeArrayFieldStart("clips");
            for (CompiledStoryboard board : prospect.boards()) {
                for (Clip clip : board.clips()) {
                    clip(out, clip, byKey.get(clip.key()), outputs);
                }
            }
            out.writeEndArray();
            out.writeArrayFieldStart("cuts");
            for (CutOutcome cut : cuts) {
                cut.write(out);
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("text can always be written", e);
        }
        return text.append('\n').toString();
    }

    private static void clip(JsonGenerator out, Clip clip, @Nullable Outcome outcome, Outputs outputs)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("storyboard", clip.storyboard());
        out.writeStringField("variant", clip.variant());
        out.writeStringField("clip", clip.id());
        out.writeNumberField("take", clip.take());
        out.writeStringField("key", clip.key().hex());
        out.writeStringField("outcome", outcome == null ? null : outcome.kind().word());
        out.writeStringField("reason", outcome == null ? null : outcome.words());
        Job job = outcome == null ? null : outcome.job();
        out.writeStringField("job_id", job == null ? null : job.jobId());
        boolean film = outcome != null && outcome.film() != null;
        Path file = outputs.folder(clip.storyboard())
                .resolve(OutputFolder.name(clip.variant(), clip.number(), clip.id(), clip.take(), clip.cut()));
        out.writeStringField("file", film ? outputs.workspace().shown(file) : null);
        out.writeEndObject();
    }

    /** What became of each key. */
    static Map<Key, Outcome> byKey(RunRecord record) {
        return record.outcomes().stream()
                .collect(Collectors.toMap(outcome -> outcome.step().clip().key(), outcome -> outcome));
    }
}
