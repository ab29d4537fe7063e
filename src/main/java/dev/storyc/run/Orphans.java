package dev.storyc.run;

import dev.storyc.job.Job;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Jobs of builds that are gone. They have slots until somebody asks what became of them, and who waits for a slot does:
 * it is free, and what they rendered is brought home by the next build that wants it. Not under the run's lock.
 */
final class Orphans {
    private final Tools tools;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Map<String, Long> askedAt = new HashMap<>();

    Orphans(Tools tools) {
        this.tools = tools;
    }

    /** Settles intents of the dead and asks after their jobs, each no more often than any job is; one thread at a time. */
    void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            tools.ledger().intents().forEach(tools.steps()::settle);
            for (Job job : tools.ledger().submitted()) {
                if (!tools.owners().lives(job.owner()) && due(job)) {
                    tools.steps().query(job);
                }
            }
        } finally {
            looking.set(false);
        }
    }

    private boolean due(Job job) {
        long now = tools.nanos().getAsLong();
        Long before = askedAt.get(job.jobId());
        if (before != null && now - before < tools.settings().queryEvery().toNanos()) {
            return false;
        }
        askedAt.put(job.jobId(), now);
        return true;
    }
}
