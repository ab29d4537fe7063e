package dev.storyc.fleet;

import dev.storyc.job.Job;
import dev.storyc.plan.Outcome;
import org.jspecify.annotations.Nullable;

/** Hears what a worker does, from many threads at once. It must be quick and must not throw. */
public interface WorkerListener {
    /** Nobody listens. */
    WorkerListener NONE = new WorkerListener() {};

    /** A clip came to something that people are told. */
    default void told(QueuedClip clip, String what, @Nullable Job job, @Nullable String words) {}

    /** A clip is over. */
    default void over(QueuedClip clip, Outcome.Kind outcome, @Nullable Job job, @Nullable String words) {}

    /** One step was taken. */
    default void stepped() {}

    /** What a dead worker had in hand is in this one's. */
    default void tookOver(QueuedClip clip, Job job) {}

    /** Something could not be read or written, and is tried again. */
    default void troubled(String what, RuntimeException e) {}

    /** Others take this worker for dead; it sends nothing more under its name. */
    default void leaseLost() {}
}
