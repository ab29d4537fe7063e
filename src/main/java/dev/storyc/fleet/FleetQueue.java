package dev.storyc.fleet;

import dev.storyc.ledger.ClaimGuard;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.lower.Key;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Step;
import dev.storyc.run.Budget;
import dev.storyc.run.RunEvent;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Builds and their clips in the database: what waits, what is worked on, what is over. For any number of threads and
 * machines; all methods throw {@link dev.storyc.job.LedgerException} where the database can't be reached.
 */
public final class FleetQueue {
    private static final String LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";
    private static final String HISTORY = "fleet_schema_history";
    private static final int ID_LENGTH = 8;
    private static final int BATCH = 1000;
    /** Why a cancelled build's clip was not sent. */
    static final String CANCELLED = "the build was cancelled";

    private static final String CLIP = "SELECT q.build, q.request_key, q.clip, q.state, q.action, q.decided,"
            + " q.storyboards, q.bought, q.made, q.fetching, q.tries, q.denials, q.pause, q.since, q.event, q.words,"
            + " q.outcome, q.changed FROM queued q ";
    private static final String BUILD = "SELECT b.id, b.name, b.who, b.priority, b.created, b.clips,"
            + " (SELECT COUNT(*) FROM queued w WHERE w.build = b.id AND w.state = 'waiting') AS waiting,"
            + " (SELECT COUNT(*) FROM queued a WHERE a.build = b.id AND a.state = 'active') AS active,"
            + " b.ended, b.cancelled, b.halted, b.halt_words FROM build b ";

    private final Db db;
    private final InstantSource clock;
    private final RandomGenerator random = new SecureRandom();

    private FleetQueue(Db db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The queue of this realm; its tables are made, or brought up to date. */
    public static FleetQueue open(PostgresRealm realm) {
        realm.prepare("dev/storyc/fleet/tables", HISTORY);
        return new FleetQueue(new Db(realm.connections()), realm.clock());
    }

    /**
     * What somebody wants built.
     *
     * @param name its storyboards, for people
     * @param who wants it
     * @param priority higher ones go first
     * @param budget what it may newly spend
     */
    public record Wish(String name, String who, int priority, Budget budget) {}

    /** A step for the queue, and the storyboards that want its key. */
    public record Wanted(Step step, SortedSet<String> storyboards) {}

    /** Writes a build and all its clips down, or nothing of it; gives its id. */
    public String add(Wish wish, List<Wanted> wanted) {
        long now = clock.millis();
        String id = id();
        int jobs = (int) wanted.stream()
                .filter(w -> w.step().action() == Step.Action.BUY)
                .count();
        db.together(connection -> {
            Db.update(
                    connection,
                    "INSERT INTO build (id, name, who, priority, created, terms, clips) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    id,
                    wish.name(),
                    wish.who(),
                    wish.priority(),
                    now,
                    new Terms(wish.budget(), jobs).write(),
                    wanted.size());
            add(connection, id, wanted, now);
            return true;
        });
        return id;
    }

    private static void add(Connection connection, String id, List<Wanted> wanted, long now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO queued (build, request_key, place, state, action, decided, clip, storyboards, changed)"
                        + " VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?)")) {
            int place = 0;
            for (Wanted each : wanted) {
                Step step = each.step();
                Db.set(
                        statement,
                        id,
                        step.clip().key().hex(),
                        place++,
                        step.action().name(),
                        step.job() == null ? 0 : step.job().attempt(),
                        ClipText.write(step.clip()),
                        String.join("\n", each.storyboards()),
                        now);
                statement.addBatch();
                if (place % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private String id() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /** One clip of a build. */
    public Optional<QueuedClip> clip(String build, Key key) {
        return db.first(FleetQueue::clip, CLIP + "WHERE q.build = ? AND q.request_key = ?", build, key.hex());
    }

    /** The clips of a build that changed at this time or later, in their order. */
    public List<QueuedClip> changed(String build, long since) {
        return db.list(FleetQueue::clip, CLIP + "WHERE q.build = ? AND q.changed >= ? ORDER BY q.place", build, since);
    }

    /** All clips of a build, in their order. */
    public List<QueuedClip> clips(String build) {
        return changed(build, 0);
    }

    /** Builds, the newest first. */
    public List<QueuedBuild> builds(int most) {
        return db.list(FleetQueue::build, BUILD + "ORDER BY b.created DESC LIMIT ?", most);
    }

    /** Builds whose id begins like this. */
    public List<QueuedBuild> builds(String beginning) {
        return db.list(
                FleetQueue::build,
                BUILD + "WHERE substr(b.id, 1, ?) = ? ORDER BY b.created DESC LIMIT 3",
                beginning.length(),
                beginning);
    }

    /** A build by its whole id. */
    public Optional<QueuedBuild> build(String id) {
        return db.first(FleetQueue::build, BUILD + "WHERE b.id = ?", id);
    }

    /** The newest build under way that has all of these keys in the queue, if one has. */
    public Optional<QueuedBuild> underWay(Collection<Key> keys) {
        String[] hex = keys.stream().map(Key::hex).distinct().toArray(String[]::new);
        return db.plainly(connection -> Db.list(
                        connection,
                        FleetQueue::build,
                        BUILD + "WHERE b.ended IS NULL AND b.cancelled IS NULL AND b.halted IS NULL"
                                + " AND (SELECT COUNT(*) FROM queued q WHERE q.build = b.id AND q.state <> 'over'"
                                + " AND q.request_key = ANY (?)) = ? ORDER BY b.created DESC LIMIT 1",
                        connection.createArrayOf("text", hex),
                        hex.length)
                .stream()
                .findFirst());
    }

    /**
     * What claims for builds of the queue must fulfil: a build that was cancelled, or sends nothing more for another reason,
     * claims nothing. Looked at in the claim's own transaction, so that what is said of a build holds from when it was said.
     */
    public static ClaimGuard guard() {
        return (connection, intent) -> {
            List<Optional<String>> found = Db.list(
                    connection,
                    row -> Optional.ofNullable(row.getLong(1) > 0 ? CANCELLED : row.getString(2)),
                    "SELECT cancelled, halt_words FROM build WHERE id = ? FOR SHARE",
                    intent.build());
            return found.isEmpty() ? Optional.of("its build isn't in the fleet's queue") : found.get(0);
        };
    }

    /**
     * That a build sends nothing more.
     *
     * @param outcome what its unsent clips come to
     */
    record Stopped(Outcome.Kind outcome, String words) {}

    /** Whether a build sends nothing more, and why; a look at one row, however many wait. */
    Optional<Stopped> stopped(String build) {
        return db.first(
                row -> row.getLong(1) > 0
                        ? new Stopped(Outcome.Kind.INTERRUPTED, CANCELLED)
                        : new Stopped(Outcome.Kind.valueOf(row.getString(2)), String.valueOf(row.getString(3))),
                "SELECT cancelled, halted, halt_words FROM build WHERE id = ?"
                        + " AND (cancelled IS NOT NULL OR halted IS NOT NULL)",
                build);
    }

    /** Whether any build isn't over. */
    boolean anythingOpen() {
        return db.first(row -> true, "SELECT 1 FROM build WHERE ended IS NULL LIMIT 1")
                .isPresent();
    }

    /** What picks clips for the holder of this key. */
    Dispatch dispatch(String pool, int inFlight) {
        return new Dispatch(db, clock, pool, inFlight);
    }

    /** What this build may spend. */
    Terms terms(String build) {
        return Terms.read(db.first(row -> row.getString(1), "SELECT terms FROM build WHERE id = ?", build)
                .orElseThrow());
    }

    /** Keeps what a step leaves for the next; false if the clip is over. */
    boolean mark(QueuedClip clip, QueuedClip.Marks marks) {
        int changed = db.update(
                "UPDATE queued SET bought = ?, made = ?, fetching = ?, tries = ?, denials = ?, pause = ?, since = ?,"
                        + " event = ?, words = ?, slot = slot AND NOT ?, changed = ?"
                        + " WHERE build = ? AND request_key = ? AND state = 'active'",
                marks.bought(),
                marks.made(),
                marks.fetching(),
                marks.tries(),
                marks.denials(),
                marks.pause(),
                marks.since(),
                marks.event() == null ? null : marks.event().name(),
                marks.words(),
                marks.fetching(),
                clock.millis(),
                clip.build(),
                clip.clip().key().hex());
        return changed == 1;
    }

    /** Nothing more happens to a clip in this build; what was said first stays. */
    void over(QueuedClip clip, QueuedClip.Marks marks, Outcome.Kind outcome, @Nullable String words) {
        long now = clock.millis();
        db.update(
                "UPDATE queued SET state = 'over', slot = false, outcome = ?, words = ?, event = ?, bought = ?,"
                        + " made = ?, fetching = ?, changed = ? WHERE build = ? AND request_key = ? AND state = 'active'",
                outcome.name(),
                words,
                RunEvent.Kind.FINISHED.name(),
                marks.bought(),
                marks.made(),
                marks.fetching(),
                now,
                clip.build(),
                clip.clip().key().hex());
        db.plainly(connection -> {
            endIfOver(connection, clip.build(), now);
            return true;
        });
    }

    /** A clip that ended in doubt goes on, for the answer to its create came late. */
    void reopen(QueuedClip clip) {
        long now = clock.millis();
        db.together(connection -> {
            int changed = Db.update(
                    connection,
                    "UPDATE queued SET state = 'active', outcome = NULL, bought = true, made = true, changed = ?"
                            + " WHERE build = ? AND request_key = ? AND state = 'over' AND outcome = ?",
                    now,
                    clip.build(),
                    clip.clip().key().hex(),
                    Outcome.Kind.IN_DOUBT.name());
            if (changed == 1) {
                Db.update(connection, "UPDATE build SET ended = NULL WHERE id = ?", clip.build());
            }
            return true;
        });
    }

    /**
     * A build sends nothing more: what waits is over at once, and what is under way is brought home.
     *
     * @return whether this very call cancelled it
     */
    public boolean cancel(String build) {
        return stop(build, null, CANCELLED);
    }

    /** No create of this build is sent any more, for this reason. */
    void halt(String build, Outcome.Kind kind, String words) {
        stop(build, kind, words);
    }

    private boolean stop(String build, Outcome.@Nullable Kind kind, String words) {
        long now = clock.millis();
        return db.together(connection -> {
            // Waits for claims of this build that are under way: when this returns, no other one begins.
            int stopped = kind == null
                    ? Db.update(
                            connection,
                            "UPDATE build SET cancelled = ? WHERE id = ? AND cancelled IS NULL AND ended IS NULL",
                            now,
                            build)
                    : Db.update(
                            connection,
                            "UPDATE build SET halted = ?, halt_words = ? WHERE id = ? AND halted IS NULL",
                            kind.name(),
                            words,
                            build);
            if (stopped == 1) {
                Db.update(
                        connection,
                        "UPDATE queued SET state = 'over', outcome = ?, event = ?, words = ?, changed = ?"
                                + " WHERE build = ? AND state = 'waiting' AND action = 'BUY'",
                        (kind == null ? Outcome.Kind.INTERRUPTED : kind).name(),
                        RunEvent.Kind.FINISHED.name(),
                        words,
                        now,
                        build);
                endIfOver(connection, build, now);
            }
            return stopped == 1;
        });
    }

    private static void endIfOver(Connection connection, String build, long now) throws SQLException {
        Db.update(
                connection,
                "UPDATE build SET ended = ? WHERE id = ? AND ended IS NULL AND NOT EXISTS"
                        + " (SELECT 1 FROM queued q WHERE q.build = build.id AND q.state = 'waiting') AND NOT EXISTS"
                        + " (SELECT 1 FROM queued q WHERE q.build = build.id AND q.state = 'active')",
                now,
                build);
    }

    private static QueuedClip clip(ResultSet row) throws SQLException {
        Key key = new Key(row.getString("request_key"));
        String event = row.getString("event");
        String outcome = row.getString("outcome");
        return new QueuedClip(
                row.getString("build"),
                ClipText.read(row.getString("clip"), key),
                QueuedClip.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Step.Action.valueOf(row.getString("action")),
                row.getInt("decided"),
                new TreeSet<>(row.getString("storyboards").lines().toList()),
                new QueuedClip.Marks(
                        row.getBoolean("bought"),
                        row.getBoolean("made"),
                        row.getBoolean("fetching"),
                        row.getInt("tries"),
                        row.getInt("denials"),
                        row.getLong("pause"),
                        row.getLong("since"),
                        event == null ? null : RunEvent.Kind.valueOf(event),
                        row.getString("words")),
                outcome == null ? null : Outcome.Kind.valueOf(outcome),
                row.getLong("changed"));
    }

    private static QueuedBuild build(ResultSet row) throws SQLException {
        String halted = row.getString("halted");
        return new QueuedBuild(
                row.getString("id"),
                row.getString("name"),
                row.getString("who"),
                row.getInt("priority"),
                Instant.ofEpochMilli(row.getLong("created")),
                row.getInt("clips"),
                row.getInt("waiting"),
                row.getInt("active"),
                instant(row, "ended"),
                instant(row, "cancelled"),
                halted == null ? null : Outcome.Kind.valueOf(halted),
                row.getString("halt_words"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
