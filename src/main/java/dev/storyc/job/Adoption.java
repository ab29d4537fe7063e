package dev.storyc.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a job at the far end can be what became of a create that nobody heard of again. */
final class Adoption {
    /** A job made longer than this before the intent can't be its own; clocks differ by less. */
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(5);

    private Adoption() {}

    /**
     * Why it can't be, if it can't.
     *
     * @param sure whether nobody vouches for it, so that the far end must tell model and arguments itself
     */
    static Optional<String> refuses(Job job, String jobId, FarJob far, boolean sure) {
        if (far.status() instanceof FarStatus.Unclear unclear) {
            return Optional.of("job " + jobId + " can't be asked for: " + unclear.words());
        }
        if (far.status() instanceof FarStatus.Denied denied) {
            return Optional.of("job " + jobId + " can't be asked for: " + denied.words());
        }
        Optional<String> other = far.another(jobId, job.asked().request());
        if (other.isPresent()) {
            return other;
        }
        if (sure && (far.model() == null || far.args() == null)) {
            return Optional.of("the far end doesn't tell what job " + jobId + " was asked for");
        }
        Instant created = far.createdAt();
        if (created != null && created.isBefore(job.started().minus(CLOCKS_DIFFER_BY))) {
            return Optional.of(
                    "job " + jobId + " was made at " + created + ", before this attempt at " + job.started() + " was");
        }
        return Optional.empty();
    }
}
