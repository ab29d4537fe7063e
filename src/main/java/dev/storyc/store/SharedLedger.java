package dev.storyc.store;

import dev.storyc.job.Cap;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Entry;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.job.Owners;
import dev.storyc.job.Slots;
import dev.storyc.lower.Key;
import dev.storyc.shared.SharedPlaceException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This machine's ledger, and what others must know of it: an intent is in the shared place before anything is sent, its job
 * before that is first asked after. What others told is taken into this ledger, so that their jobs are waited for, taken up
 * and listed here, and never bought again.
 *
 * <p>Where the place can't be told of an intent, nothing is bought. What it can't be told later is kept, and told by the
 * next build. {@code docs/shared-store.md} has the table of who dies when, and what the others see.
 */
public final class SharedLedger implements Ledger {
    /** A machine that stood still for longer between its intent and its create doesn't send it any more. */
    private static final Duration SEND_WITHIN = Duration.ofMinutes(1);

    private final Ledger local;
    private final SharedAttempts attempts;
    private final SharedOwners owners;
    private final Arrivals arrivals;
    private final Notices notices;
    private final SharedDecisions decisions;
    private final SharedLooks looks;
    private final SharedTerms terms;
    private final InstantSource time;
    private final LongSupplier nanos;
    private volatile @Nullable String untold;
    private boolean begun;

    SharedLedger(
            Ledger local, Owners here, StoreFiles files, SharedTerms terms, InstantSource time, LongSupplier nanos) {
        this.local = local;
        this.terms = terms;
        this.time = time;
        this.nanos = nanos;
        this.attempts = new SharedAttempts(terms.place(), terms.seal(), nanos);
        this.owners = new SharedOwners(here, attempts, terms.patience());
        OwedFacts owed = new OwedFacts(files);
        this.arrivals = new Arrivals(local, owners, attempts, owed, time);
        this.notices = new Notices(local, attempts, arrivals, owed, terms.machine(), time);
        this.looks = new SharedLooks(local, attempts, arrivals, nanos);
        this.decisions = new SharedDecisions(local, attempts, arrivals, notices);
    }

    /** A realm's ledger that others share. */
    public static SharedLedger over(Ledger local, Owners here, StoreFiles files, SharedTerms terms) {
        return new SharedLedger(local, here, files, terms, InstantSource.system(), System::nanoTime);
    }

    /** The processes of this machine, and who stands for those of others. */
    public Owners owners() {
        return owners;
    }

    /** What people should know of the shared place at the end of a build, a line each. */
    public List<String> troubles() {
        List<String> lines = new ArrayList<>(notices.troubles());
        String unheard = untold;
        if (lines.isEmpty() && unheard != null) {
            lines.add("the shared store could not be told what came of jobs of this machine (" + unheard
                    + "); others ask for them, which costs nothing");
        }
        String words = looks.trouble();
        if (words != null) {
            lines.add("what other machines have under way can't be seen now: " + words);
        }
        return lines;
    }

    /**
     * Tells the others what they could not be told before.
     *
     * @return how many things were told
     * @throws SharedPlaceException if that can't be done now either; the rest waits for the next time
     */
    public int publish() {
        return terms.writes() ? notices.publish() : 0;
    }

    /** The same, where it is no reason to break off. */
    public int tryPublish() {
        if (looks.stopped()) {
            return 0;
        }
        try {
            int count = publish();
            untold = null;
            return count;
        } catch (SharedPlaceException e) {
            untold = e.getMessage();
            return 0;
        }
    }

    /** From now on the place is left alone; nothing may be bought then. */
    public void stayOffline() {
        looks.stop();
    }

    @Override
    public Claim claim(Job intent, List<Cap> caps, Slots slots) {
        Optional<SharedAttempt> newest;
        int last;
        try {
            begin();
            List<SharedAttempt> all = attempts.of(intent.key());
            newest = arrivals.take(intent.key(), all);
            last = all.isEmpty() ? 0 : all.get(0).number();
            Optional<Claim> held = newest.flatMap(attempt -> open(attempt, all));
            if (held.isPresent()) {
                return held.get();
            }
        } catch (SharedPlaceException e) {
            return closed(e);
        }
        Claim claim = local.claim(intent, caps, slots);
        return terms.writes() && claim instanceof Claim.Claimed claimed ? tell(claimed, last + 1) : claim;
    }

    /** Once in a process: is this a place where one of several wins, and does it know what it should? */
    private synchronized void begin() {
        if (begun || !terms.writes()) {
            return;
        }
        terms.probe().run();
        notices.publish();
        begun = true;
    }

    /** An attempt of others that isn't over is this key's, whatever the local ledger could make of it. */
    private Optional<Claim> open(SharedAttempt newest, List<SharedAttempt> all) {
        Job here = local.find(newest.key()).orElse(null);
        if (here == null) {
            return Optional.of(new Claim.Closed("another machine's attempt " + newest.name(SharedAttempt.INTENT)
                    + " could not be taken into this machine's ledger: build again"));
        }
        boolean known = arrivals.match(here, all).isPresent();
        boolean over = newest.has(SharedAttempt.END) || newest.has(SharedAttempt.GIVEN_UP);
        return here.state().over() && (known || over) ? Optional.empty() : Optional.of(new Claim.Held(here));
    }

    private Claim tell(Claim.Claimed claimed, int number) {
        Job intent = claimed.job();
        long before = nanos.getAsLong();
        try {
            if (notices.intent(intent, number, before)) {
                return claimed;
            }
        } catch (SharedPlaceException e) {
            notices.unsent(intent);
            local.retract(intent);
            return closed(e);
        }
        // Of several that wanted this key, another one was first.
        local.retract(intent);
        try {
            arrivals.take(intent.key(), attempts.of(intent.key()));
        } catch (SharedPlaceException e) {
            return closed(e);
        }
        return local.find(intent.key()).<Claim>map(Claim.Held::new).orElseGet(Claim.Full::new);
    }

    private Claim closed(SharedPlaceException e) {
        return new Claim.Closed("nothing is bought that the shared store can't be told of: " + e.getMessage());
    }

    @Override
    public boolean holds(Job intent) {
        Notices.Put put = notices.put(intent);
        if (put == null) {
            return true;
        }
        // A clock that only counts may stand still while the machine sleeps, and the other may be set.
        Duration counted = Duration.ofNanos(nanos.getAsLong() - put.nanos());
        Duration shown = Duration.between(put.at(), time.instant()).abs();
        return counted.compareTo(SEND_WITHIN) < 0 && shown.compareTo(SEND_WITHIN) < 0;
    }

    @Override
    public boolean retract(Job intent) {
        if (terms.writes()) {
            notices.end(intent, SharedFact.RETRACTED, null);
        }
        return local.retract(intent);
    }

    @Override
    public Optional<Job> advance(Job job, JobEvent event, Change change, Instant now) {
        if (event == JobEvent.UNANSWERED && SharedOwners.elsewhere(job.owner())) {
            return local.advance(job, event, Change.because(silence(job)), now);
        }
        if (!terms.writes()) {
            return local.advance(job, event, change, now);
        }
        switch (event) {
            case REFUSED -> notices.end(job, JobState.REFUSED.word(), change);
            case GIVEN_UP, RELEASED -> {
                return decisions.giveUp(job, event, change, now);
            }
            case ADOPTED -> {
                if (change.by() != null) {
                    return decisions.adopt(job, change, now);
                }
            }
            default -> {}
        }
        Optional<Job> moved = local.advance(job, event, change, now);
        moved.ifPresent(there -> {
            switch (event) {
                case ACCEPTED, ADOPTED, FILM_READY -> notices.job(there);
                case UNANSWERED -> notices.doubt(there, change);
                case FAILED -> notices.end(there, JobState.FAILED.word(), change);
                case STORED, FILM_TAKEN -> notices.stored(there);
                default -> {}
            }
        });
        return moved;
    }

    private String silence(Job job) {
        String machine = SharedOwners.attempt(job.owner()).map(notices::machine).orElse("another machine");
        return machine + " was sending it, and has not told what came of it";
    }

    @Override
    public void look(Collection<Key> keys) {
        looks.at(keys);
    }

    @Override
    public void lookAround() {
        looks.around();
    }

    @Override
    public Optional<Job> find(Key key) {
        return looks.find(key);
    }

    @Override
    public String id() {
        return local.id();
    }

    @Override
    public Map<Key, Job> find(Collection<Key> keys) {
        return local.find(keys);
    }

    @Override
    public List<Job> all() {
        return local.all();
    }

    @Override
    public List<Entry> history(Key key) {
        return local.history(key);
    }

    @Override
    public Optional<Job> called(String token) {
        return local.called(token);
    }

    @Override
    public boolean hint(Job job, String jobId) {
        return local.hint(job, jobId);
    }

    @Override
    public List<String> hints(Job job) {
        return local.hints(job);
    }

    @Override
    public Optional<Job> takeOver(Job job, String owner) {
        return local.takeOver(job, owner);
    }

    @Override
    public List<Job> intents() {
        return local.intents();
    }

    @Override
    public List<Job> stored(int most) {
        return local.stored(most);
    }

    @Override
    public List<Job> submitted() {
        return local.submitted();
    }

    @Override
    public Optional<Job> byJob(String jobId) {
        return local.byJob(jobId);
    }

    @Override
    public Map<String, BigDecimal> observed() {
        return local.observed();
    }

    @Override
    public void close() {
        local.close();
    }
}
