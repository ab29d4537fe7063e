package dev.storyc.job;

import dev.storyc.lower.Key;
import java.time.Instant;
import java.util.List;
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

    /** Every attempt, the oldest first. */
    List<Job> all();

    /** Every attempt that is only an intent. */
    List<Job> intents();

    /** Whether any attempt has this job id. */
    boolean knows(String jobId);

    /**
     * Checks caps and slots, reserves the price and writes the intent, all in one transaction.
     *
     * <p>An intent is the attempt after the one the decision to buy was made on. If there is a newer attempt by now, or
     * that one isn't over, the key is {@link Claim.Held}.
     */
    Claim claim(Job intent, List<Cap> caps, Slots slots);

    /** Takes back an intent whose create surely did not leave the machine, as if it had never been. */
    boolean retract(Job intent);

    /**
     * Moves an attempt on, if it is still in the state of {@code job}.
     *
     * @return the attempt as it is now; empty if it had moved on already
     * @throws IllegalStateException if the table of transitions has no such event for that state
     */
    Optional<Job> advance(Job job, JobEvent event, Change change, Instant now);

    @Override
    void close();
}
