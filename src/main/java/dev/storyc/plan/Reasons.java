package dev.storyc.plan;

import dev.storyc.job.Job;
import dev.storyc.job.JobResolver;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Step.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a clip stands as it does and what a person may do about it, in lines of a width. */
final class Reasons {
    private static final int MOST_LINES_A_SIDE = 3;
    private static final int MOST_STRETCHES = 4;

    private final int width;
    private final boolean asked;

    /** @param asked whether films that are lost were asked for already, and can't be had */
    Reasons(int width, boolean asked) {
        this.width = width;
        this.asked = asked;
    }

    List<String> of(Step step) {
        List<String> lines = new ArrayList<>(changes(step));
        if (step.action() == Action.LEAVE || step.state() == StepState.PENDING) {
            advice(step, lines);
        } else if (step.state() == StepState.LOST) {
            lost(step, lines);
        } else if (step.action() == Action.BUY && step.job() != null) {
            again(step, step.job(), lines);
        }
        lines.addAll(odd(step));
        FilmRecord named = step.named();
        if (step.state() == StepState.CACHED && named != null && !asked) {
            String other = "the manifest names another film (" + named.sha256().substring(0, 12) + ", job "
                    + named.jobId() + "); a build looks for it, free, and else uses the store's";
            lines.addAll(Columns.wrap(other, width, 3));
        }
        return lines;
    }

    /** What is odd about it; a build tells it by itself. */
    List<String> odd(Step step) {
        return step.odd() == null || asked ? List.of() : Columns.wrap(step.odd(), width, 3);
    }

    /** What differs from what was bought, old words and new ones. */
    List<String> changes(Step step) {
        return changes(step.differences());
    }

    /** The same of these differences. */
    List<String> changes(List<Difference> differences) {
        List<String> lines = new ArrayList<>();
        differences.forEach(difference -> change(difference, lines));
        return lines;
    }

    private void change(Difference difference, List<String> lines) {
        List<WordChange> stretches = WordChange.between(difference.before(), difference.after());
        for (WordChange words : stretches.subList(0, Math.min(MOST_STRETCHES, stretches.size()))) {
            String before = words.before().isEmpty() ? "(not sent)" : words.before();
            String after = words.after().isEmpty() ? "(not sent)" : words.after();
            String one = difference.path() + ": " + before + " → " + after;
            if (Columns.width(one) <= width) {
                lines.add(one);
                continue;
            }
            lines.add(Columns.cut(difference.path() + ":", width));
            side("  - ", before, lines);
            side("  + ", after, lines);
        }
        if (stretches.size() > MOST_STRETCHES) {
            lines.add(Columns.cut(
                    difference.path() + ": and " + (stretches.size() - MOST_STRETCHES) + " more places", width));
        }
    }

    private void side(String sign, String words, List<String> lines) {
        String before = sign;
        for (String line : Columns.wrap(words, width - sign.length(), MOST_LINES_A_SIDE)) {
            lines.add(before + line);
            before = "    ";
        }
    }

    private void advice(Step step, List<String> lines) {
        Job job = step.job();
        if (job != null && job.reason() != null) {
            add(job.reason().lines().findFirst().orElse(""), lines);
        }
        String brief = step.clip().key().brief();
        switch (step.state()) {
            case IN_DOUBT -> {
                add("perhaps taken and paid" + since(job) + "; decide:", lines);
                add("storyc jobs resolve " + brief + " --adopt JOB_ID|--abandon|--resubmit", lines);
            }
            case PENDING -> add("submitted" + since(job) + "; a build takes it up again, free", lines);
            case LOST -> lost(step, lines);
            case FAILED, REFUSED, ABANDONED -> add("--retry " + step.state().word() + " renders it again", lines);
            case SET_ASIDE ->
                add(
                        step.odd() == null
                                ? "storyc store accept " + brief + " takes the film as it is"
                                : "a build asks for its job again, free",
                        lines);
            case NEW, CHANGED, CACHED, RUNNING -> add(step.clip().key().hex(), lines);
        }
    }

    private void lost(Step step, List<String> lines) {
        if (step.action() == Action.RESTORE) {
            add("bought before; its film lies in out/, and a build takes it back, free", lines);
            return;
        }
        String paid = Planner.paid(step).map(usd -> " for " + Usd.words(usd)).orElse("");
        FilmRecord named = step.named();
        add("bought before" + paid + ", and not in this store", lines);
        Job job = step.job();
        String jobId = named != null ? named.jobId() : job == null ? null : job.jobId();
        boolean toAsk = jobId != null && !asked;
        if (toAsk) {
            add("a build first asks for its job " + jobId + ", free", lines);
        }
        add(
                step.action() == Action.BUY
                        ? (toAsk ? "bought again if it can't be had, as --rebuy says" : "bought again, as --rebuy says")
                        : "--rebuy buys it again" + (toAsk ? " if it can't be had" : ""),
                lines);
    }

    private void again(Step step, Job job, List<String> lines) {
        switch (job.state()) {
            case FAILED, REFUSED, ABANDONED ->
                add(
                        (job.failedForBeingBusy()
                                        ? "bought again, since it was only too busy"
                                        : "bought again, as --retry says")
                                + (job.reason() == null
                                        ? ""
                                        : "; " + step.state().word() + " before: "
                                                + job.reason()
                                                        .lines()
                                                        .findFirst()
                                                        .orElse("")),
                        lines);
            case RELEASED -> {
                // Without words it is a decision, too: whatever else releases an attempt says why.
                boolean decided = job.reason() == null || job.reason().equals(JobResolver.BY_HAND);
                add("sent again" + (decided ? ", as you decided" : ": " + job.reason()) + since(job), lines);
            }
            default -> {}
        }
    }

    private void add(String words, List<String> lines) {
        lines.addAll(Columns.wrap(words, width, 2));
    }

    private static String since(@Nullable Job job) {
        return job == null ? "" : " (since " + Instant.ofEpochSecond(job.since().getEpochSecond()) + ")";
    }
}
