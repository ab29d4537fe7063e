package dev.storyc.fleet;

import dev.storyc.job.JobState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Counts what a fleet's database holds: the queue by the indexes of what isn't over, the ledger as a whole. */
final class FigureReader implements FigureCache.Reading {
    /** What takes longer is given up: figures are worth less than steps. */
    private static final int SECONDS = 5;

    private static final String QUEUE = "SELECT 'waiting', COUNT(*), MIN(changed) FROM queued WHERE state = 'waiting'"
            + " UNION ALL SELECT 'active', COUNT(*), NULL FROM queued WHERE state = 'active'";
    private static final String LEDGER = "SELECT state, COUNT(*),"
            + " COALESCE(SUM(CASE WHEN charged IS NULL THEN 0 ELSE counted END), 0),"
            + " COALESCE(SUM(CASE WHEN charged IS NULL THEN counted ELSE 0 END), 0) FROM attempt GROUP BY state";
    private static final double BILLIONTHS = 1e9;

    private final DataSource connections;
    private final InstantSource time;

    /** @param time the database's clock, by which the queue is dated */
    FigureReader(DataSource connections, InstantSource time) {
        this.connections = connections;
        this.time = time;
    }

    @Override
    public FleetFigures read() throws SQLException {
        try (Connection connection = connections.getConnection()) {
            Map<String, Long> queued = new LinkedHashMap<>();
            Duration oldest = Duration.ZERO;
            try (PreparedStatement statement = prepared(connection, QUEUE);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    queued.put(rows.getString(1), rows.getLong(2));
                    long since = rows.getLong(3);
                    if (!rows.wasNull()) {
                        oldest = Duration.ofMillis(Math.max(0, time.millis() - since));
                    }
                }
            }
            return ledger(connection, queued, oldest);
        }
    }

    private static FleetFigures ledger(Connection connection, Map<String, Long> queued, Duration oldest)
            throws SQLException {
        Map<String, Long> attempts = new LinkedHashMap<>();
        double spent = 0;
        double reserved = 0;
        try (PreparedStatement statement = prepared(connection, LEDGER);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                attempts.put(JobState.valueOf(rows.getString(1)).word(), rows.getLong(2));
                spent += rows.getBigDecimal(3).doubleValue() / BILLIONTHS;
                reserved += rows.getBigDecimal(4).doubleValue() / BILLIONTHS;
            }
        }
        return new FleetFigures(queued, oldest, attempts, spent, reserved);
    }

    private static PreparedStatement prepared(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(SECONDS);
        return statement;
    }
}
