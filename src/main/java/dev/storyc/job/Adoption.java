package dev.storyc.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Whether a job at the far end can be what became of a create that nobody heard of again. */
final class Adoption {
    /** A job made longer than this before the intent can't be its own; clocks differ by less. */
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(5);

    private static final JsonMapper JSON = JsonMapper.builder().build();

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
        if (far.isNot(jobId)) {
            return Optional.of("asked for job " + jobId + ", the far end tells of another one");
        }
        if (sure && (far.model() == null || far.args() == null)) {
            return Optional.of("the far end doesn't tell what job " + jobId + " was asked for");
        }
        Optional<String> other = difference(job.asked(), far);
        if (other.isPresent()) {
            return Optional.of("job " + jobId + " is another request: " + other.get());
        }
        Instant created = far.createdAt();
        if (created != null && created.isBefore(job.started().minus(CLOCKS_DIFFER_BY))) {
            return Optional.of(
                    "job " + jobId + " was made at " + created + ", before this attempt at " + job.started() + " was");
        }
        return Optional.empty();
    }

    /** What the far end says was asked for that we did not ask, if it says anything. */
    private static Optional<String> difference(Asked asked, FarJob far) {
        if (far.model() != null && !far.model().equals(asked.model())) {
            return Optional.of("its model is " + far.model());
        }
        Map<String, Object> args = far.args();
        if (args == null) {
            return Optional.empty();
        }
        JsonNode theirs = JSON.valueToTree(args);
        return asked.args().properties().stream()
                .filter(e -> !e.getValue().equals(theirs.path(e.getKey())))
                .map(e -> "its " + e.getKey() + " differs")
                .findFirst();
    }
}
