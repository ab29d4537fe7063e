package dev.storyc.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Carries out what a person decides about an attempt in doubt, or about one that waits for too long. */
public final class JobResolver {
    /** A job made longer than this before the intent can't be its own; clocks differ by less. */
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(5);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Ledger ledger;
    private final Owners owners;
    private final InstantSource time;

    public JobResolver(Ledger ledger, Owners owners, InstantSource time) {
        this.ledger = ledger;
        this.owners = owners;
        this.time = time;
    }

    /** What became of a decision: the attempt as it is now, or why it can't be carried out. */
    public sealed interface Resolved {
        record Done(Job job) implements Resolved {}

        record Impossible(String words) implements Resolved {}
    }

    /** The far end's job of this id is what became of the create; it is queried, and must be of the same request. */
    public Resolved adopt(Job job, String jobId, FarEnd farEnd) {
        Optional<Resolved> wrong = refuse(job, JobEvent.ADOPTED);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        if (ledger.knows(jobId)) {
            return new Resolved.Impossible("job " + jobId + " already belongs to an attempt in this ledger");
        }
        FarJob far = farEnd.query(jobId);
        if (far.status() instanceof FarStatus.Unclear unclear) {
            return new Resolved.Impossible("job " + jobId + " can't be asked for: " + unclear.words());
        }
        if (far.status() instanceof FarStatus.Denied denied) {
            return new Resolved.Impossible("job " + jobId + " can't be asked for: " + denied.words());
        }
        Optional<String> other = difference(job, far);
        if (other.isPresent()) {
            return new Resolved.Impossible("job " + jobId + " is another request: " + other.get());
        }
        Instant created = far.createdAt();
        if (created != null && created.isBefore(job.started().minus(CLOCKS_DIFFER_BY))) {
            return new Resolved.Impossible(
                    "job " + jobId + " was made at " + created + ", before this attempt at " + job.started() + " was");
        }
        return done(job, JobEvent.ADOPTED, Change.accepted(jobId, null, null, null));
    }

    /** The attempt is given up: its price counts as possibly spent, and it isn't rendered again without being asked for. */
    public Resolved abandon(Job job) {
        return refuse(job, JobEvent.GIVEN_UP)
                .orElseGet(() -> done(job, JobEvent.GIVEN_UP, Change.because("given up by hand")));
    }

    /** The attempt is given up, and the next build sends the request again. */
    public Resolved release(Job job) {
        return refuse(job, JobEvent.RELEASED)
                .orElseGet(() -> done(job, JobEvent.RELEASED, Change.because("released by hand to be sent again")));
    }

    private Optional<Resolved> refuse(Job job, JobEvent event) {
        if (Transitions.next(job.state(), event).isEmpty()) {
            return Optional.of(new Resolved.Impossible(
                    "attempt " + job.attempt() + " is " + job.state().word() + ": there is nothing to decide"));
        }
        // A living process may still get its answer, and would then find its attempt taken away.
        if (job.state() != JobState.SET_ASIDE && !owners.me().equals(job.owner()) && owners.lives(job.owner())) {
            return Optional.of(new Resolved.Impossible("the build that made this attempt is still running"));
        }
        return Optional.empty();
    }

    private Resolved done(Job job, JobEvent event, Change change) {
        return ledger.advance(job, event, change, time.instant())
                .<Resolved>map(Resolved.Done::new)
                .orElseGet(() -> new Resolved.Impossible("it has just moved on; look again"));
    }

    /** What the far end says was asked for that we did not ask, if it says anything. */
    private static Optional<String> difference(Job job, FarJob far) {
        JsonNode asked;
        try {
            asked = JSON.readTree(job.asked().request());
        } catch (JsonProcessingException e) {
            throw new LedgerException("the ledger's request of " + job.key() + " can't be read", e);
        }
        if (far.model() != null && !far.model().equals(asked.path("model").asText())) {
            return Optional.of("its model is " + far.model());
        }
        Map<String, Object> args = far.args();
        if (args == null) {
            return Optional.empty();
        }
        JsonNode theirs = JSON.valueToTree(args);
        return asked.path("args").properties().stream()
                .filter(e -> !e.getValue().equals(theirs.path(e.getKey())))
                .map(e -> "its " + e.getKey() + " differs")
                .findFirst();
    }
}
