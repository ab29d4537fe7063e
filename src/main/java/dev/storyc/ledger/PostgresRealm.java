package dev.storyc.ledger;

import dev.storyc.job.Ledger;
import dev.storyc.job.Owners;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * One realm of a fleet's PostgreSQL: its ledger, who lives, what time it is, and connections for whatever else is kept
 * there. Each realm has a schema of its own.
 */
public interface PostgresRealm extends AutoCloseable {
    /** The fleet's ledger, for any number of threads. Closing it closes nothing: the realm is closed. */
    Ledger ledger();

    /** The same ledger, each of whose claims must fulfil this too. */
    Ledger ledger(ClaimGuard guard);

    /**
     * This process's lease, and everybody else's; taken by the first call. Where it was lost, the next call takes another
     * one, under another name.
     */
    Owners owners();

    /** The database's clock, so that no machine's own decides what is late. */
    InstantSource clock();

    /** Connections whose tables are those of this realm. */
    DataSource connections();

    /** Sets how many jobs of a pool may be in flight over all machines; the last word counts. */
    void allow(String pool, int most);

    /**
     * Makes what is kept beside the ledger, or brings it up to date, from the files {@code V<n>__<words>.sql} of a folder of
     * the class path; two at once are no harm.
     *
     * @param folder such as {@code dev/storyc/fleet}
     * @param history the name of a table that tells which were carried out
     */
    void prepare(String folder, String history);

    /** What people call it; without the password. */
    String place();

    @Override
    void close();
}
