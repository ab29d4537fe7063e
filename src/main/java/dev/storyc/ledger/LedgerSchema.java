package dev.storyc.ledger;

import dev.storyc.job.LedgerException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The tables of a ledger, and how one that an earlier storyc made gets what it lacks: step by step, all in one
 * transaction, with every attempt kept.
 */
final class LedgerSchema {
    /** What leads to each version, from 1 on; a step that was released is never changed. */
    private static final List<List<String>> STEPS = List.of(
            List.of(
                    "CREATE TABLE attempt (request_key TEXT NOT NULL, attempt INTEGER NOT NULL,"
                            + " state TEXT NOT NULL, storyboard TEXT NOT NULL, variant TEXT NOT NULL, clip TEXT NOT NULL,"
                            + " take INTEGER NOT NULL, request TEXT NOT NULL, estimate TEXT, job_id TEXT, amount TEXT,"
                            + " charged TEXT, address TEXT, reason TEXT, raw TEXT, owner TEXT NOT NULL,"
                            + " build TEXT NOT NULL, started BIGINT NOT NULL, since BIGINT NOT NULL,"
                            + " counted BIGINT NOT NULL, PRIMARY KEY (request_key, attempt))",
                    "CREATE INDEX attempt_by_state ON attempt (state, since)",
                    "CREATE INDEX attempt_by_job ON attempt (job_id)",
                    "CREATE TABLE reservation (scope TEXT NOT NULL, request_key TEXT NOT NULL,"
                            + " attempt INTEGER NOT NULL, PRIMARY KEY (scope, request_key, attempt))"),
            List.of(
                    "ALTER TABLE attempt ADD COLUMN reserved TEXT",
                    "ALTER TABLE attempt ADD COLUMN token TEXT",
                    "UPDATE attempt SET reserved = estimate",
                    "CREATE INDEX attempt_by_token ON attempt (token)",
                    "CREATE TABLE entry (request_key TEXT NOT NULL, attempt INTEGER NOT NULL, n INTEGER NOT NULL,"
                            + " at BIGINT NOT NULL, event TEXT NOT NULL, state TEXT NOT NULL, person TEXT, words TEXT,"
                            + " PRIMARY KEY (request_key, attempt, n))",
                    "CREATE TABLE hint (request_key TEXT NOT NULL, attempt INTEGER NOT NULL, n INTEGER NOT NULL,"
                            + " job_id TEXT NOT NULL, PRIMARY KEY (request_key, attempt, n))",
                    "CREATE TABLE observed (model TEXT NOT NULL, ratio TEXT NOT NULL, PRIMARY KEY (model))"));

    /** The version this storyc reads and writes. */
    static final int VERSION = STEPS.size();

    private LedgerSchema() {}

    /**
     * Makes the tables, or brings them up to date.
     *
     * @param place for words
     * @param mayBegin whether there may be a ledger without entries; asked only where one would be made
     * @return the ledger's id
     * @throws LedgerException if a newer storyc wrote it, or there is none and may be none; nothing is changed then
     */
    static String prepare(Sql sql, String place, BooleanSupplier mayBegin) throws SQLException {
        return sql.inTransaction(() -> {
            sql.update("CREATE TABLE IF NOT EXISTS ledger (version INTEGER NOT NULL, id TEXT NOT NULL,"
                    + " created BIGINT NOT NULL, PRIMARY KEY (version))");
            Optional<Integer> found = sql.first(row -> row.getInt(1), "SELECT version FROM ledger");
            int version = found.orElse(0);
            if (version > VERSION) {
                throw new LedgerException("the ledger " + place + " was written by a newer storyc (version " + version
                        + ", this one knows " + VERSION + "): use that one");
            }
            if (found.isEmpty() && !mayBegin.getAsBoolean()) {
                throw gone(place);
            }
            if (version < VERSION) {
                step(sql, version);
            }
            if (found.isEmpty()) {
                sql.update(
                        "INSERT INTO ledger (version, id, created) VALUES (?, ?, ?)",
                        VERSION,
                        UUID.randomUUID().toString(),
                        Instant.now().toEpochMilli());
            } else if (version < VERSION) {
                sql.update("UPDATE ledger SET version = ?", VERSION);
            }
            return sql.first(row -> row.getString(1), "SELECT id FROM ledger").orElseThrow();
        });
    }

    static LedgerException gone(String place) {
        return new LedgerException(
                "the ledger " + place + " is missing or empty, and the store around it is not: put it"
                        + " back from where it went or from a backup, since it knows which jobs were paid for");
    }

    private static void step(Sql sql, int from) throws SQLException {
        for (List<String> next : STEPS.subList(from, VERSION)) {
            for (String change : next) {
                sql.update(change);
            }
        }
    }
}
