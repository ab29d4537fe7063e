package dev.storyc.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what a person decides about an attempt in doubt, or about one that waits for too long. Each decision
 * leaves an entry in the attempt's history.
 */
public final class JobResolver {
    /** Why an attempt was released, where a person wanted it. */
    public static final String BY_HAND = "released by hand to be sent again";

    private final Ledger ledger;
    private final Owners owners;
    private final Moves moves;
    private final @Nullable String person;
    private final InstantSource time;
    private final Duration giveUpAfter;

    /** Decisions that nobody in particular makes. */
    public JobResolver(Ledger ledger, Owners owners, InstantSource time) {
        this(ledger, owners, time, null);
    }

    /** @param person who decides, for the entries */
    public JobResolver(Ledger ledger, Owners owners, InstantSource time, @Nullable String person) {
        this(ledger, owners, time, person, Duration.ZERO);
    }

    /**
     * @param person who decides, for the entries
     * @param giveUpAfter a job that was submitted more recently may just be rendering, and is not given up
     */
    public JobResolver(
            Ledger ledger, Owners owners, InstantSource time, @Nullable String person, Duration giveUpAfter) {
        this.ledger = ledger;
        this.owners = owners;
        this.time = time;
        this.giveUpAfter = giveUpAfter;
        this.moves = new Moves(ledger, owners, time);
        this.person = person;
    }

    /** What became of a decision: the attempt as it is now, or why it can't be carried out. */
    public sealed interface Resolved {
        record Done(Job job) implements Resolved {}

        record Impossible(String words) implements Resolved {}

        /** The far end is out or busy: nothing was changed, and a moment later it may tell. */
        record Unheard(String words) implements Resolved {}
    }

    /** The attempt as it stands now that its process is known to live or to be dead. */
    public Job settle(Job found) {
        return moves.settle(found);
    }

    /** Why this can't be decided about the attempt now, if so. */
    public Optional<String> refuses(Job job, JobEvent decision) {
        if (Transitions.next(job.state(), decision).isEmpty()) {
            String stands = "attempt " + job.attempt() + " is " + job.state().word();
            if (job.state() == JobState.INTENT) {
                return Optional.of(stands + ", and its process still runs");
            }
            return Optional.of(
                    decision == JobEvent.ADOPTED && job.jobId() != null
                            ? stands + ", and has job " + job.jobId() + " already"
                            : stands + ": there is nothing to decide");
        }
        // A living process may still get its answer, and would then find its attempt taken away.
        if (job.state() != JobState.SET_ASIDE && !owners.me().equals(job.owner()) && owners.lives(job.owner())) {
            return Optional.of("the build that has this attempt in hand is still running");
        }
        return decision == JobEvent.ADOPTED ? Optional.empty() : young(job);
    }

    /** Why a job is not given up yet: it is paid, and its film may be here in a minute. */
    private Optional<String> young(Job job) {
        // Each new address of a film dates the state anew, and must not put this off.
        Instant from = job.state() == JobState.SUCCEEDED ? job.started() : job.since();
        boolean away = job.state() == JobState.SUBMITTED || job.state() == JobState.SUCCEEDED;
        Instant pending = from.plus(giveUpAfter);
        if (!away || !time.instant().isBefore(pending)) {
            return Optional.empty();
        }
        return Optional.of(
                "job " + job.jobId() + " is paid, and may just be rendering: `storyc build` takes it up again,"
                        + " free. From " + pending.truncatedTo(ChronoUnit.SECONDS)
                        + " on (give_up_after) it can be given up or sent again");
    }

    /** The far end's job of this id is what became of the create; it is queried, and must be of the same request. */
    public Resolved adopt(Job job, String jobId, FarEnd farEnd) {
        Optional<String> wrong = refuses(job, JobEvent.ADOPTED);
        if (wrong.isPresent()) {
            return new Resolved.Impossible(wrong.get());
        }
        String own = job.jobId();
        if (own != null && !own.equals(jobId)) {
            // Two jobs would be paid, and one of them in no attempt's name.
            return new Resolved.Impossible(
                    "attempt " + job.attempt() + " became job " + own + ", and can take up no other");
        }
        if (own == null && ledger.knows(jobId)) {
            return new Resolved.Impossible("job " + jobId + " already belongs to an attempt in this ledger");
        }
        FarJob far = farEnd.query(jobId);
        Optional<String> why = Adoption.refuses(job, jobId, far, false);
        if (far.status() instanceof FarStatus.Unclear unclear && unclear.passing()) {
            return new Resolved.Unheard(why.orElseThrow());
        }
        return why.<Resolved>map(Resolved.Impossible::new)
                .orElseGet(
                        () -> done(job, JobEvent.ADOPTED, Change.accepted(jobId, null, null, "adopted job " + jobId)));
    }

    /** The attempt is given up: its price counts as possibly spent, and it isn't rendered again without being asked for. */
    public Resolved abandon(Job job) {
        return decide(job, JobEvent.GIVEN_UP, "given up by hand");
    }

    /** The attempt is given up, and the next build sends the request again. */
    public Resolved release(Job job) {
        return release(job, BY_HAND);
    }

    /** The same for another reason than a person's wish. */
    public Resolved release(Job job, String reason) {
        return decide(job, JobEvent.RELEASED, reason);
    }

    private Resolved decide(Job job, JobEvent event, String reason) {
        return refuses(job, event)
                .<Resolved>map(Resolved.Impossible::new)
                .orElseGet(() -> done(job, event, Change.because(reason)));
    }

    private Resolved done(Job job, JobEvent event, Change change) {
        return moves.tryMove(job, event, person == null ? change : change.decidedBy(person))
                .<Resolved>map(Resolved.Done::new)
                .orElseGet(() -> new Resolved.Impossible("it has just moved on; look again"));
    }
}
