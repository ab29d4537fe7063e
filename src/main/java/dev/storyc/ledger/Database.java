package dev.storyc.ledger;

import java.sql.SQLException;

/**
 * Where a ledger is kept. Hands each piece of work a connection to itself, and tells in plain words what is wrong with the
 * database; that comes as {@link dev.storyc.job.LedgerException}.
 */
interface Database extends AutoCloseable {
    /** Something that only reads; it may be done several times. */
    interface Work<T> {
        T on(Sql sql) throws SQLException;
    }

    /**
     * Something that is done wholly or not at all.
     *
     * <p>It may be run several times, and is over once it was committed. Where the answer to a commit was lost, nobody
     * knows whether it was: then it is run again, and finds out by itself.
     */
    interface Transaction<T> {
        /** @param again whether an earlier run of this may have been committed */
        T on(Sql sql, boolean again) throws SQLException;
    }

    <T> T read(Work<T> work);

    <T> T change(Transaction<T> work);

    /** What people call it. */
    String place();

    @Override
    void close();
}
