package dev.storyc.job;

import dev.storyc.lower.Key;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The durable memory of every attempt. What a method reports done is on disk; every change is a compare-and-set on key,
 * attempt and state, so that of two processes one wins and the other learns what is. Safe for several threads. All
 * methods throw {@link LedgerException} where the ledger can't be read or written.
 */
public interface Ledger extends AutoCloseable {
    /** Names this ledger among all others, from its creation on. */
    String id();

    /** The newest attempt at a key. */
    Optional<Job> find(Key key);

    /** The newest attempt at each of these keys that has one. */
    default Map<Key, Job> find(Collection<Key> keys) {
        Map<Key, Job> found = new HashMap<>();
        keys.forEach(key -> find(key).ifPresent(job -> found.put(key, job)));
        return found;
    }

    /** Learns what other machines did about these keys, where there are any; what can't be learnt now isn't. */
    default void look(Collection<Key> keys) {}

    /** The same of every key that any of them has under way or in doubt. */
    default void lookAround() {}

    /** Every attempt, the oldest first. */
    List<Job> all();

    /** What happened to all attempts of a key, the oldest first; nothing of intents that were taken back. */
    List<Entry> history(Key key);

    /** The attempt whose callbacks name this token. */
    Optional<Job> called(String token);

    /**
     * Keeps what a callback says is an attempt's job id, for whoever looks at its doubt next; it is not believed. The
     * first few are kept, and only while the attempt has no job id.
     *
     * @return whether it is kept now and was not before
     */
    boolean hint(Job job, String jobId);

    /** What callbacks said are the job ids of this attempt, the first first. */
    List<String> hints(Job job);

    /**
     * Puts an attempt into another process's hand, if it is still in that of {@code job} and in its state.
     *
     * @return the attempt as it is now; empty if somebody else was quicker
     */
    Optional<Job> takeOver(Job job, String owner);

    /** Every attempt that is only an intent. */
    List<Job> intents();

    /** The attempts whose films were stored last, the newest first: how long jobs take here. */
    List<Job> stored(int most);

    /** Every attempt whose job is at the far end, as far as is known; the oldest first. */
    List<Job> submitted();

    /** The attempt that has this job id. */
    Optional<Job> byJob(String jobId);

    /** Whether any attempt has this job id. */
    default boolean knows(String jobId) {
        return byJob(jobId).isPresent();
    }

    /** By model, how many times its list price the far end was last seen to charge, where that is more than that. */
    Map<String, BigDecimal> observed();

    /**
     * Checks caps and slots, reserves the price and writes the intent, all in one transaction. Where the far end last
     * charged more than a cent above its model's estimate, that much more is reserved.
     *
     * <p>An intent is the attempt after the one the decision to buy was made on. If there is a newer attempt by now, or
     * that one isn't over, the key is {@link Claim.Held}.
     */
    Claim claim(Job intent, List<Cap> caps, Slots slots);

    /**
     * Whether an intent that was claimed may still be sent: nobody else takes it for one that was never answered. Asked last
     * before anything leaves that may cost money.
     */
    default boolean holds(Job intent) {
        return true;
    }

    /** Takes back an intent whose create surely did not leave the machine, as if it had never been. */
    boolean retract(Job intent);

    /**
     * Moves an attempt on, if it is still in the state of {@code job} and the newest of its key, and writes that into its history. A job id is
     * adopted only if no attempt has it.
     *
     * @return the attempt as it is now; empty if it had moved on already
     * @throws IllegalStateException if the table of transitions has no such event for that state
     */
    Optional<Job> advance(Job job, JobEvent event, Change change, Instant now);

    @Override
    void close();
}
