package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Planner;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.Usd;
import dev.storyc.store.FilmStore;
import dev.storyc.store.OutputFolder;
import dev.storyc.store.OutputFolder.Placed;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The end of a build: manifests written, films placed, and the whole told. */
final class BuildResult {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final Console console;
    private final OutputOptions output;
    private final Outputs outputs;
    private final FilmStore store;
    private final Realm realm;
    private final String where;
    private final boolean json;

    /** @param where what must follow a command that is about this build's store, or empty text */
    BuildResult(
            Console console,
            OutputOptions output,
            Outputs outputs,
            FilmStore store,
            Realm realm,
            String where,
            boolean json) {
        this.console = console;
        this.output = output;
        this.outputs = outputs;
        this.store = store;
        this.realm = realm;
        this.where = where;
        this.json = json;
    }

    /** Writes and places everything, tells it, and gives the exit code. */
    int write(Prospect prospect, RunRecord record) throws IOException {
        Map<Key, Outcome> byKey = new HashMap<>();
        record.outcomes().forEach(outcome -> byKey.put(outcome.step().clip().key(), outcome));
        List<String> lines = new ArrayList<>();
        Optional<UserError> unwritten = Optional.empty();
        for (CompiledStoryboard board : prospect.boards()) {
            try {
                lines.addAll(board(board, prospect, byKey));
            } catch (UserError e) {
                console.err().println("storyc: " + e.getMessage());
                unwritten = Optional.of(e);
            }
        }
        int exit = unwritten.map(UserError::exit).orElse(exit(record));
        if (json) {
            console.out().print(json(prospect, byKey, record, exit));
            return exit;
        }
        for (Outcome outcome : record.outcomes()) {
            advice(outcome).forEach(console.err()::println);
        }
        unsent(record).forEach(console.err()::println);
        if (!output.quiet()) {
            lines.forEach(console.out()::println);
            console.out().println(sum(record));
            if (record.interrupted()) {
                console.out().println("interrupted; what runs at the far end goes on, and the next build takes it up");
            }
        }
        return exit;
    }

    private List<String> board(CompiledStoryboard board, Prospect prospect, Map<Key, Outcome> byKey)
            throws IOException {
        List<ManifestRow> stored = new ArrayList<>();
        for (Clip clip : board.clips()) {
            Outcome outcome = byKey.get(clip.key());
            FilmRecord film = outcome == null ? null : outcome.film();
            if (film != null) {
                stored.add(new ManifestRow(
                        Planner.place(clip),
                        film,
                        OutputFolder.name(clip.variant(), clip.number(), clip.id(), clip.take(), clip.cut())));
            }
        }
        Manifest before = manifestNow(board);
        Manifest after = before.after(board.clips().stream().map(Planner::place).toList(), stored, prospect.narrowed());
        Path folder = outputs.folder(board.name());
        boolean copies = outputs.workspace()
                .settings()
                .text("out_files")
                .filter("copy"::equals)
                .isPresent();
        Placed placed = new OutputFolder(folder, store, copies).place(after.rows());
        placed.notes().forEach(note -> console.err().println("storyc: " + note));
        Path manifest = outputs.manifest(board);
        outputs.write(manifest, after);
        if (after.rows().isEmpty()) {
            return List.of();
        }
        int seconds =
                after.rows().stream().mapToInt(row -> row.film().seconds()).sum();
        return List.of(
                board.name() + ": " + Findings.count(after.rows().size(), "film") + ", " + seconds + " s",
                "  films     " + outputs.workspace().shown(folder) + "/",
                "  manifest  " + outputs.workspace().shown(manifest));
    }

    /** As it is by now, not as the plan saw it: another build may have written its own records meanwhile. */
    private Manifest manifestNow(CompiledStoryboard board) throws IOException {
        List<Diagnostic> wrong = new ArrayList<>();
        Manifest now = outputs.readFor(board, realm, wrong);
        if (!wrong.isEmpty()) {
            throw new UserError(
                    Exit.STORYBOARD_WRONG,
                    outputs.workspace().shown(outputs.manifest(board))
                            + " was changed while this build ran, and can't be read: "
                            + wrong.get(0).message()
                            + "; the store holds the films, so mend it and build again");
        }
        return now;
    }

    private String sum(RunRecord record) {
        List<String> parts = new ArrayList<>();
        parts.add(record.count(Outcome.Kind.RENDERED) + " rendered");
        parts.add(record.count(Outcome.Kind.HELD) + " held");
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            long count = record.count(kind);
            if (count > 0 && kind != Outcome.Kind.RENDERED && kind != Outcome.Kind.HELD) {
                parts.add(count + " " + word(kind));
            }
        }
        return String.join(", ", parts) + (realm.free() ? "; free of charge" : "; spent " + Usd.words(record.spent()));
    }

    private List<String> advice(Outcome outcome) {
        Clip clip = outcome.step().clip();
        Job job = outcome.job();
        String brief = clip.key().brief();
        return switch (outcome.kind()) {
            case IN_DOUBT ->
                List.of(
                        clip.address() + " is in doubt"
                                + (job == null ? "" : " since " + job.since().truncatedTo(ChronoUnit.SECONDS))
                                + ": it may have been taken and paid (" + Usd.words(clip.price()) + "). Decide:",
                        "  storyc jobs resolve " + brief + " --adopt JOB_ID" + where
                                + "   if the vendor's page shows the job",
                        "  storyc jobs resolve " + brief + " --resubmit" + where
                                + "   if it doesn't: the next build sends it again",
                        "  storyc jobs resolve " + brief + " --abandon" + where + "   to give it up");
            case SET_ASIDE ->
                List.of(
                        clip.address() + " isn't as asked" + reason(outcome) + "; it is kept. To take it as it is:",
                        "  storyc store accept " + brief + where);
            case LOST -> List.of(clip.address() + " was bought before and is lost; --rebuy buys it again");
            case FAILED -> List.of(clip.address() + " failed" + reason(outcome) + "; --retry failed buys it again");
            case REFUSED ->
                List.of(clip.address() + " was refused" + reason(outcome)
                        + "; change it, or --retry refused sends it again");
            case ABANDONED -> List.of(clip.address() + " was given up; --retry abandoned buys it again");
            case PENDING -> List.of(clip.address() + " is still running" + reason(outcome) + "; build again");
            case UNFETCHED ->
                List.of(clip.address() + " is ready, and can't be had" + reason(outcome) + "; build again");
            case HELD, RENDERED, INTERRUPTED, OVER_CAP, NOT_SENT -> List.of();
        };
    }

    /** What was not sent, by its reason: it is one reason for many clips. */
    private static List<String> unsent(RunRecord record) {
        Map<String, Integer> byReason = new LinkedHashMap<>();
        for (Outcome outcome : record.outcomes()) {
            if (outcome.kind() == Outcome.Kind.OVER_CAP || outcome.kind() == Outcome.Kind.NOT_SENT) {
                byReason.merge(reason(outcome), 1, Integer::sum);
            }
        }
        List<String> lines = new ArrayList<>();
        byReason.forEach((reason, count) ->
                lines.add(Findings.count(count, "clip") + (count == 1 ? " was" : " were") + " not sent" + reason));
        return lines;
    }

    private static String reason(Outcome outcome) {
        return outcome.words() == null ? "" : " (" + outcome.words() + ")";
    }

    static String word(Outcome.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int exit(RunRecord record) {
        if (record.interrupted()) {
            return Exit.INTERRUPTED;
        }
        Set<Integer> codes =
                record.outcomes().stream().map(outcome -> code(outcome.kind())).collect(Collectors.toSet());
        return Exit.gravest(codes);
    }

    private static int code(Outcome.Kind kind) {
        return switch (kind) {
            case HELD, RENDERED -> Exit.DONE;
            case FAILED, REFUSED, NOT_SENT -> Exit.RENDER_FAILED;
            case IN_DOUBT -> Exit.IN_DOUBT;
            case OVER_CAP -> Exit.BUDGET;
            case SET_ASIDE, UNFETCHED, LOST, ABANDONED -> Exit.FILM_WRONG;
            case PENDING -> Exit.STILL_RUNNING;
            case INTERRUPTED -> Exit.INTERRUPTED;
        };
    }

    private String json(Prospect prospect, Map<Key, Outcome> byKey, RunRecord record, int exit) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.getFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeNumberField("version", 1);
            out.writeNumberField("exit", exit);
            out.writeNumberField("created", record.created());
            out.writeNumberField("spent_usd", record.spent());
            out.writeArrayFieldStart("clips");
            for (CompiledStoryboard board : prospect.boards()) {
                for (Clip clip : board.clips()) {
                    clip(out, clip, byKey.get(clip.key()));
                }
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private void clip(JsonGenerator out, Clip clip, @Nullable Outcome outcome) throws IOException {
        out.writeStartObject();
        out.writeStringField("storyboard", clip.storyboard());
        out.writeStringField("variant", clip.variant());
        out.writeStringField("clip", clip.id());
        out.writeNumberField("take", clip.take());
        out.writeStringField("key", clip.key().hex());
        out.writeStringField("outcome", outcome == null ? null : word(outcome.kind()));
        out.writeStringField("reason", outcome == null ? null : outcome.words());
        Job job = outcome == null ? null : outcome.job();
        out.writeStringField("job_id", job == null ? null : job.jobId());
        boolean film = outcome != null && outcome.film() != null;
        Path file = outputs.folder(clip.storyboard())
                .resolve(OutputFolder.name(clip.variant(), clip.number(), clip.id(), clip.take(), clip.cut()));
        out.writeStringField("file", film ? outputs.workspace().shown(file) : null);
        out.writeEndObject();
    }
}
