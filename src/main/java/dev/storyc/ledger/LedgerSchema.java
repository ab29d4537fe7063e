package dev.storyc.ledger;

import dev.storyc.job.LedgerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The tables of a ledger, and how one that an earlier storyc made gets what it lacks: step by step, all in one
 * transaction, with every attempt kept. The steps are files of statements, from which PostgreSQL's tables are made too,
 * but for those with triggers: no two databases write them in the same way.
 */
final class LedgerSchema {
    /** What leads to each version, from 1 on; a step that was released is never changed. */
    private static final List<String> STEPS = List.of(
            "tables/V1__attempts.sql",
            "tables/V2__history_and_prices.sql",
            "tables/V3__gate_and_pools.sql",
            "sqlite/V4__scope_totals.sql");

    /** The version this storyc reads and writes. */
    static final int VERSION = STEPS.size();

    private LedgerSchema() {}

    /**
     * Makes the tables, or brings them up to date.
     *
     * @param mayBegin whether there may be a ledger without entries; asked only where one would be made
     * @return the ledger's id
     * @throws LedgerException if a newer storyc wrote it, or there is none and may be none; nothing is changed then
     */
    static String prepare(SqliteDatabase database, BooleanSupplier mayBegin) throws SQLException {
        return database.inTransaction((sql, again) -> {
            // The first statement of the first step makes the table that tells which steps were taken.
            sql.update(statements(STEPS.get(0)).get(0));
            Optional<Integer> found = sql.first(row -> row.getInt(1), "SELECT version FROM ledger");
            int version = found.orElse(0);
            if (version > VERSION) {
                throw newer(database.place(), version);
            }
            if (found.isEmpty() && !mayBegin.getAsBoolean()) {
                throw gone(database.place());
            }
            for (String step : STEPS.subList(version, VERSION)) {
                for (String statement : statements(step)) {
                    sql.update(statement);
                }
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

    static LedgerException newer(String place, int version) {
        return new LedgerException("the ledger " + place + " was written by a newer storyc (version " + version
                + ", this one knows " + VERSION + "): use that one");
    }

    static LedgerException gone(String place) {
        return new LedgerException(
                "the ledger " + place + " is missing or empty, and the store around it is not: put it"
                        + " back from where it went or from a backup, since it knows which jobs were paid for");
    }

    /** Each ends with a semicolon before an empty line, or the end; a trigger has more of them within. */
    private static List<String> statements(String file) {
        try (InputStream text = LedgerSchema.class.getResourceAsStream(file)) {
            String all = new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
            return List.of(all.strip().split(";\\h*(\\R\\h*\\R|$)", 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
