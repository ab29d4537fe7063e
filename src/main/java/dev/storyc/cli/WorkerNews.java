package dev.storyc.cli;

import dev.storyc.cli.WorkerLog.About;
import dev.storyc.cli.WorkerLog.Level;
import dev.storyc.fleet.QueuedClip;
import dev.storyc.fleet.WorkerListener;
import dev.storyc.fleet.WorkerMeters;
import dev.storyc.job.Job;
import dev.storyc.plan.Outcome;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes what a worker does into its log, and counts it for monitors. */
final class WorkerNews implements WorkerListener {
    /** What somebody may have to look at. */
    private static final Set<Outcome.Kind> GOOD =
            EnumSet.of(Outcome.Kind.RENDERED, Outcome.Kind.HELD, Outcome.Kind.INTERRUPTED);

    private final WorkerLog log;
    private final WorkerMeters meters;

    WorkerNews(WorkerLog log, WorkerMeters meters) {
        this.log = log;
        this.meters = meters;
    }

    @Override
    public void told(QueuedClip clip, String what, @Nullable Job job, @Nullable String words) {
        log.event(Level.INFO, what, about(clip, job), words);
    }

    @Override
    public void over(QueuedClip clip, Outcome.Kind outcome, @Nullable Job job, @Nullable String words) {
        meters.finished(outcome);
        Level level = GOOD.contains(outcome) ? Level.INFO : Level.WARNING;
        log.event(level, outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'), about(clip, job), words);
    }

    @Override
    public void stepped() {
        meters.stepped();
    }

    @Override
    public void tookOver(QueuedClip clip, Job job) {
        meters.tookOver();
        log.event(Level.WARNING, "took-over", about(clip, job), "its worker is gone");
    }

    @Override
    public void troubled(String what, RuntimeException e) {
        meters.databaseFailed();
        log.event(Level.WARNING, "database", About.WORKER, what + ": " + e.getMessage());
    }

    @Override
    public void leaseLost() {
        meters.leaseLost();
        log.event(Level.ERROR, "lease-lost", About.WORKER, "others take this worker for dead; it sends nothing more");
    }

    private static About about(QueuedClip clip, @Nullable Job job) {
        return new About(
                clip.build(),
                clip.clip().key().hex(),
                job == null ? null : job.jobId(),
                clip.clip().address());
    }
}
