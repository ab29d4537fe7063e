package dev.storyc.cli;

import dev.storyc.console.Counted;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.lower.Key;
import dev.storyc.plan.Columns;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.Usd;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a person has to know or decide after a build: nothing when all is well. */
final class Advice {
    private static final int MOST_SPELLED_OUT = 3;
    private static final int MOST_ALIKE = 8;
    private static final Set<Outcome.Kind> UNSENT =
            Set.of(Outcome.Kind.OVER_CAP, Outcome.Kind.NOT_SENT, Outcome.Kind.CLOSED);

    private final String where;
    private final int width;
    private final Predicate<Key> aside;

    /** @param where what must follow a command that is about this build's store, or empty text */
    Advice(String where, int width) {
        this(where, width, key -> true);
    }

    /**
     * @param where what must follow a command that is about this build's store, or empty text
     * @param aside whether the store has the film of this key that was set aside
     */
    Advice(String where, int width, Predicate<Key> aside) {
        this.where = where;
        this.width = width;
        this.aside = aside;
    }

    /** The lines, the gravest last, where they are seen. */
    List<String> lines(RunRecord record) {
        List<String> lines = new ArrayList<>(unsent(record));
        for (Outcome.Kind kind : List.of(
                Outcome.Kind.PENDING,
                Outcome.Kind.UNFETCHED,
                Outcome.Kind.ABANDONED,
                Outcome.Kind.REFUSED,
                Outcome.Kind.FAILED,
                Outcome.Kind.LOST)) {
            alike(of(record, kind), lines);
        }
        of(record, Outcome.Kind.SET_ASIDE).forEach(outcome -> aside(outcome, lines));
        doubtful(of(record, Outcome.Kind.IN_DOUBT), lines);
        return lines;
    }

    private static List<Outcome> of(RunRecord record, Outcome.Kind kind) {
        return record.outcomes().stream().filter(o -> o.kind() == kind).toList();
    }

    private void alike(List<Outcome> outcomes, List<String> lines) {
        for (Outcome outcome : outcomes.subList(0, Math.min(outcomes.size(), MOST_ALIKE))) {
            lines.add(address(outcome) + one(outcome));
        }
        if (outcomes.size() > MOST_ALIKE) {
            lines.add("… and " + (outcomes.size() - MOST_ALIKE) + " more of the last kind: storyc jobs list" + where);
        }
    }

    private static String one(Outcome outcome) {
        return switch (outcome.kind()) {
            case LOST -> " was bought before and is lost; --rebuy buys it again";
            case FAILED ->
                " failed" + reason(outcome) + (busy(outcome) ? "; the next build" : "; --retry failed")
                        + " buys it again";
            case REFUSED -> " was refused" + reason(outcome) + "; change it, or --retry refused sends it again";
            case ABANDONED -> " was given up; --retry abandoned buys it again";
            case PENDING -> " is still running" + reason(outcome) + "; build again";
            case UNFETCHED -> " is ready, and can't be had" + reason(outcome) + "; build again";
            case HELD, RENDERED, IN_DOUBT, SET_ASIDE, OVER_CAP, NOT_SENT, CLOSED, INTERRUPTED -> reason(outcome);
        };
    }

    /** Bought again without being asked for, so nobody is told to ask. */
    private static boolean busy(Outcome outcome) {
        Job job = outcome.job();
        return job != null && job.failedForBeingBusy();
    }

    private void aside(Outcome outcome, List<String> lines) {
        if (!aside.test(outcome.step().clip().key())) {
            lines.add(address(outcome) + " wasn't as asked" + reason(outcome)
                    + "; its film was set aside, and is not in the store any more. A build asks for its job again, free;"
                    + " if that has it no more:");
            command(
                    "  storyc jobs resolve " + key(outcome) + " --resubmit" + where,
                    "the next build buys it again, for " + Usd.words(reserved(outcome)),
                    lines);
            return;
        }
        lines.add(address(outcome) + " isn't as asked" + reason(outcome) + "; it is kept. To take it as it is:");
        lines.add("  storyc store accept " + key(outcome) + where);
    }

    private void doubtful(List<Outcome> outcomes, List<String> lines) {
        if (outcomes.size() <= MOST_SPELLED_OUT) {
            for (Outcome outcome : outcomes) {
                lines.add(address(outcome) + " is in doubt" + since(outcome) + ": it may have been taken and paid ("
                        + Usd.words(reserved(outcome)) + "). Decide:");
                commands(key(outcome), lines);
            }
            return;
        }
        BigDecimal price = BigDecimal.ZERO;
        for (Outcome outcome : outcomes) {
            price = price.add(Objects.requireNonNullElse(reserved(outcome), BigDecimal.ZERO));
            lines.add(key(outcome) + "  " + address(outcome) + " is in doubt" + since(outcome));
        }
        lines.add("These " + outcomes.size() + " may have been taken and paid (" + Usd.words(price)
                + "). Decide each by its key:");
        commands("KEY", lines);
    }

    /** What is kept free for it, which is more than its list price where the far end was seen to charge more. */
    private static @Nullable BigDecimal reserved(Outcome outcome) {
        Job job = outcome.job();
        return job == null || job.reserved() == null ? outcome.step().clip().price() : job.reserved();
    }

    private void commands(String key, List<String> lines) {
        String resolve = "  storyc jobs resolve " + key;
        command(resolve + " --adopt JOB_ID" + where, "if the vendor's page shows the job", lines);
        command(resolve + " --resubmit" + where, "if it doesn't: the next build sends it again", lines);
        command(resolve + " --abandon" + where, "to give it up", lines);
    }

    /** What a command is for stands behind it, or above it where there is no room. */
    private void command(String command, String purpose, List<String> lines) {
        if (Columns.width(command) + 3 + Columns.width(purpose) <= width) {
            lines.add(command + "   " + purpose);
        } else {
            lines.add("  " + purpose + ":");
            lines.add("  " + command);
        }
    }

    /** Of a build that was interrupted: what goes on without it. */
    List<String> farAway(RunRecord record) {
        List<Outcome> running = of(record, Outcome.Kind.INTERRUPTED).stream()
                .filter(o -> o.job() != null
                        && (o.job().state() == JobState.SUBMITTED || o.job().state() == JobState.SUCCEEDED))
                .toList();
        if (running.isEmpty()) {
            return List.of("interrupted; nothing of this build runs at the far end");
        }
        List<String> lines = new ArrayList<>();
        lines.add("interrupted; " + Counted.count(running.size(), "job") + (running.size() == 1 ? " goes" : " go")
                + " on at the far end, and the next build takes " + (running.size() == 1 ? "it" : "them") + " up:");
        for (Outcome outcome : running.subList(0, Math.min(running.size(), MOST_ALIKE))) {
            Job job = Objects.requireNonNull(outcome.job());
            lines.add("  " + address(outcome) + "  job " + VisibleText.line(String.valueOf(job.jobId())));
        }
        if (running.size() > MOST_ALIKE) {
            lines.add("  … and " + (running.size() - MOST_ALIKE) + " more: storyc jobs list" + where);
        }
        return lines;
    }

    /** What was not sent, by its reason: it is one reason for many clips. */
    private static List<String> unsent(RunRecord record) {
        Map<String, Integer> byReason = new LinkedHashMap<>();
        for (Outcome outcome : record.outcomes()) {
            if (UNSENT.contains(outcome.kind())) {
                byReason.merge(reason(outcome), 1, Integer::sum);
            }
        }
        List<String> lines = new ArrayList<>();
        byReason.forEach((reason, count) ->
                lines.add(Counted.count(count, "clip") + (count == 1 ? " was" : " were") + " not sent" + reason));
        return lines;
    }

    private static String address(Outcome outcome) {
        return VisibleText.line(outcome.step().clip().address());
    }

    private static String key(Outcome outcome) {
        return outcome.step().clip().key().brief();
    }

    private static String since(Outcome outcome) {
        Job job = outcome.job();
        return job == null ? "" : " since " + job.since().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String reason(Outcome outcome) {
        return outcome.words() == null ? "" : " (" + VisibleText.line(outcome.words()) + ")";
    }
}
