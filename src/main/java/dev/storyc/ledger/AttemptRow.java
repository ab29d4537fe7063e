package dev.storyc.ledger;

import dev.storyc.job.Asked;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.lower.Key;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code attempt} as a job. */
final class AttemptRow {
    private AttemptRow() {}

    static Job job(ResultSet row) throws SQLException {
        Asked asked = new Asked(
                new Key(row.getString("request_key")),
                row.getString("storyboard"),
                row.getString("variant"),
                row.getString("clip"),
                row.getInt("take"),
                row.getString("request"),
                decimal(row.getString("estimate")));
        return new Job(
                asked,
                row.getInt("attempt"),
                JobState.valueOf(row.getString("state")),
                row.getString("job_id"),
                row.getString("amount"),
                decimal(row.getString("charged")),
                row.getString("address"),
                row.getString("reason"),
                row.getString("raw"),
                row.getString("owner"),
                row.getString("build"),
                Instant.ofEpochMilli(row.getLong("started")),
                Instant.ofEpochMilli(row.getLong("since")),
                decimal(row.getString("reserved")),
                row.getString("token"));
    }

    static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.toPlainString();
    }
}
