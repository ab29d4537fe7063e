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
    /** The fleet's ledger, for any number of threads. */
    Ledger ledger();

    /** This process's lease, and everybody else's. */
    Owners owners();

    /** The database's clock, so that no machine's own decides what is late. */
    InstantSource clock();

    /** Connections whose tables are those of this realm. */
    DataSource connections();

    @Override
    void close();
}
