package dev.storyc.cli;

import dev.storyc.cli.WorkerLog.About;
import dev.storyc.cli.WorkerLog.Level;
import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.fleet.FleetWorker;
import dev.storyc.fleet.MeteredFarEnd;
import dev.storyc.fleet.MeteredTaker;
import dev.storyc.fleet.WorkerHealth;
import dev.storyc.fleet.WorkerMeters;
import dev.storyc.fleet.WorkerSettings;
import dev.storyc.job.FarEnd;
import dev.storyc.job.FilmTaker;
import dev.storyc.job.Owners;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.serve.StatusPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A worker from its start to its end, under as many names as it takes, with what monitors are told of it. */
final class WorkerSession implements StatusPort.Content, AutoCloseable {
    private static final int DATABASE_SECONDS = 2;

    private final WorkerEnding ending;
    private final PostgresRealm fleet;
    private final WorkerSettings settings;
    private final Far far;
    private final WorkerMeters meters;
    private final WorkerHealth health;
    private volatile @Nullable Owners name;

    /**
     * What a worker deals with.
     *
     * @param api the far end, for whoever holds a lease
     * @param homes the way of each clip's film into the shared store
     * @param held whether the film of a key can be had from there
     */
    record Far(Function<Owners, FarEnd> api, Function<Clip, FilmTaker> homes, Predicate<Key> held) {}

    WorkerSession(WorkerEnding ending, PostgresRealm fleet, WorkerSettings settings, Far far) {
        this.ending = ending;
        this.fleet = fleet;
        this.settings = settings;
        this.far = far;
        this.meters =
                WorkerMeters.of(fleet.connections(), fleet.clock(), ending::inHand, ending::asked, Storyc.version());
        this.health = new WorkerHealth(ending::asked, this::holds, this::askDatabase);
    }

    /** Works until it is told to end. */
    void run(Console console, InetSocketAddress listening) throws IOException, InterruptedException {
        try (StatusPort port = open(listening)) {
            String place = shown(port.address());
            console.out().println("http://" + place);
            ending.log()
                    .event(
                            Level.INFO,
                            "ready",
                            About.WORKER,
                            "works for " + fleet.place() + " with at most "
                                    + settings.run().inFlight() + " in flight; /health and /metrics at " + place);
            FleetWorker.Ended ended = FleetWorker.Ended.LEASE_LOST;
            while (ended == FleetWorker.Ended.LEASE_LOST && !ending.asked()) {
                ended = work();
            }
        }
    }

    /** Under one name, until that is gone. */
    private FleetWorker.Ended work() throws InterruptedException {
        Owners mine = fleet.owners();
        FleetWorker worker = new FleetWorker(
                settings,
                fleet,
                new MeteredFarEnd(far.api().apply(mine), meters),
                clip -> new MeteredTaker(far.homes().apply(clip), meters),
                far.held(),
                new WorkerNews(ending.log(), meters));
        // Only now is all there that figures are read from.
        name = mine;
        ending.works(worker);
        return worker.run();
    }

    private StatusPort open(InetSocketAddress listening) {
        if (listening.isUnresolved()) {
            throw new UserError(Exit.USAGE, "--listen names " + listening.getHostString() + ", which can't be found");
        }
        try {
            return StatusPort.open(listening, this);
        } catch (IOException e) {
            throw new UserError(
                    Exit.USAGE,
                    "nothing can listen at " + listening.getHostString() + ":" + listening.getPort() + " ("
                            + e.getMessage() + "): name another place with --listen");
        }
    }

    private static String shown(InetSocketAddress place) {
        String host = place.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + place.getPort();
    }

    private boolean holds() {
        Owners mine = name;
        return mine != null && mine.holds();
    }

    private boolean askDatabase() throws Exception {
        try (Connection connection = fleet.connections().getConnection()) {
            if (!connection.isValid(DATABASE_SECONDS)) {
                throw new IOException("no answer");
            }
            return true;
        }
    }

    @Override
    public Optional<String> trouble() {
        return health.trouble();
    }

    @Override
    public String metrics() {
        return meters.scrape();
    }

    @Override
    public void close() {
        health.close();
        meters.close();
    }
}
