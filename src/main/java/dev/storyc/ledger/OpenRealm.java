package dev.storyc.ledger;

import com.zaxxer.hikari.HikariDataSource;
import dev.storyc.job.Ledger;
import dev.storyc.job.LedgerException;
import dev.storyc.job.Owners;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A realm that is open. */
final class OpenRealm implements PostgresRealm {
    private final PostgresAddress address;
    private final String schema;
    private final PostgresRealms.Use use;
    private final HikariDataSource pool;
    private final PostgresClock clock;
    private final PostgresDatabase database;
    private final String id;
    private @Nullable PostgresOwners owners;

    OpenRealm(
            PostgresAddress address,
            String schema,
            PostgresRealms.Use use,
            HikariDataSource pool,
            PostgresClock clock,
            String id) {
        this.address = address;
        this.schema = schema;
        this.use = use;
        this.pool = pool;
        this.clock = clock;
        this.id = id;
        this.database = new PostgresDatabase(pool, address, schema, use.tryFor());
    }

    @Override
    public Ledger ledger() {
        return ledger(ClaimGuard.NONE);
    }

    @Override
    public Ledger ledger(ClaimGuard guard) {
        return new SqlLedger(database, guard, id);
    }

    @Override
    public synchronized Owners owners() {
        PostgresOwners mine = owners;
        if (mine == null || mine.lost()) {
            mine = PostgresOwners.take(database, () -> PostgresRealms.connect(address, schema), clock, use.lease());
            owners = mine;
        }
        return mine;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public DataSource connections() {
        return pool;
    }

    @Override
    public void allow(String name, int most) {
        database.change((sql, again) -> sql.update(
                "INSERT INTO pool (name, most) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET most = excluded.most",
                name,
                most));
    }

    @Override
    public void prepare(String folder, String history) {
        try {
            new PostgresSchema(address, schema, place()).migrate(history, "classpath:" + folder);
        } catch (SQLException e) {
            throw new LedgerException(
                    "the tables in " + place() + " can't be made: " + PostgresFault.words(e, address), e);
        }
    }

    @Override
    public String place() {
        return database.place();
    }

    @Override
    public synchronized void close() {
        try {
            if (owners != null) {
                owners.close();
            }
        } finally {
            database.shut();
        }
    }
}
