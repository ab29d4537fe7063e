package dev.storyc.cli;

import dev.storyc.job.Job;
import dev.storyc.job.Spending;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Plan;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.Step;
import java.util.List;

/** What becomes of a plan where there is no network: what is held is held, and the rest waits. */
final class OfflineBuild {
    private OfflineBuild() {}

    static RunRecord record(Plan plan) {
        List<Outcome> outcomes = plan.jobs().stream().map(OfflineBuild::outcome).toList();
        return new RunRecord(outcomes, 0, Spending.NONE, false);
    }

    private static Outcome outcome(Step step) {
        return switch (step.action()) {
            case NOTHING -> new Outcome(step, Outcome.Kind.HELD, null, step.job(), step.film());
            case BUY ->
                new Outcome(
                        step, Outcome.Kind.NOT_SENT, "it would be rendered, and --offline is said", step.job(), null);
            case RESUME ->
                new Outcome(
                        step,
                        Outcome.Kind.NOT_SENT,
                        "its job would be followed, and --offline is said",
                        step.job(),
                        null);
            default -> left(step);
        };
    }

    private static Outcome left(Step step) {
        Outcome.Kind kind = switch (step.state()) {
            case FAILED -> Outcome.Kind.FAILED;
            case REFUSED -> Outcome.Kind.REFUSED;
            case ABANDONED -> Outcome.Kind.ABANDONED;
            case IN_DOUBT -> Outcome.Kind.IN_DOUBT;
            case SET_ASIDE -> Outcome.Kind.SET_ASIDE;
            case RUNNING, PENDING -> Outcome.Kind.PENDING;
            default -> Outcome.Kind.LOST;
        };
        Job job = step.job();
        return new Outcome(step, kind, job == null ? null : job.reason(), job, null);
    }
}
