package dev.storyc.fleet;

import dev.storyc.job.FilmTaker;
import dev.storyc.job.JobState;
import dev.storyc.ledger.PostgresAddress;
import dev.storyc.ledger.PostgresRealm;
import dev.storyc.ledger.PostgresRealms;
import dev.storyc.ledger.SqliteLedgers;
import dev.storyc.lower.Clip;
import dev.storyc.media.FilmProver;
import dev.storyc.media.FilmProver.SizeCheck;
import dev.storyc.plan.Plan;
import dev.storyc.plan.Planner;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.StepState;
import dev.storyc.run.ApiKey;
import dev.storyc.run.Budget;
import dev.storyc.run.FilmDownload;
import dev.storyc.run.FilmHome;
import dev.storyc.run.RunSettings;
import dev.storyc.run.ShortApi;
import dev.storyc.run.WebAccess;
import dev.storyc.store.FilmStore;
import dev.storyc.store.StoreFiles;
import dev.storyc.store.StoreHoldings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A desk of a fleet without its command line, and workers in this JVM; all films lie in one folder. */
final class Yard implements AutoCloseable {
    static final String SCHEMA = "loopback";
    static final ApiKey KEY = new ApiKey("ak-test-0123456789");

    final PostgresRealm realm;
    final FilmStore store;
    final FleetQueue queue;
    final List<String> notes = new CopyOnWriteArrayList<>();
    final URI api;
    RunSettings settings = RunSettings.swift(4);
    Set<StepState> retry = Set.of();
    /** Whether workers look and beat as seldom as those of a fleet in earnest. */
    boolean earnest;

    Yard(PostgresAddress database, Path folder, URI api, Duration lease) {
        this.realm = PostgresRealms.open(database, SCHEMA, new PostgresRealms.Use(10, lease, Duration.ofSeconds(60)));
        this.store = open(new StoreFiles(folder));
        this.queue = FleetQueue.open(realm);
        this.api = api;
    }

    /** With an empty ledger of its own, as each machine of a fleet has one: a store without any was robbed of it. */
    private static FilmStore open(StoreFiles files) {
        FilmStore store = FilmStore.open(files);
        SqliteLedgers.open(files.ledger()).close();
        return store;
    }

    Plan plan(List<Clip> clips) {
        Planner planner = new Planner(new Planner.Choices(false, false, retry, false, settings.giveUpAfter()));
        return planner.plan(clips, List.of(), new StoreHoldings(store, realm.ledger(), realm.owners()), Instant.now());
    }

    String add(List<Clip> clips, int priority, Budget budget) {
        return queue.add(new FleetQueue.Wish("board", "ada", priority, budget), FleetWatch.wanted(plan(clips)));
    }

    RunRecord build(List<Clip> clips, Budget budget) throws InterruptedException {
        Plan plan = plan(clips);
        List<FleetQueue.Wanted> wanted = FleetWatch.wanted(plan);
        String id = wanted.isEmpty() ? null : queue.add(new FleetQueue.Wish("board", "ada", 0, budget), wanted);
        return watch().watch(id, plan.jobs());
    }

    FleetWatch watch() {
        return new FleetWatch(queue, realm, store::find, event -> {}, notes::add);
    }

    long inState(JobState state) {
        return realm.ledger().all().stream().filter(job -> job.state() == state).count();
    }

    /** A worker that nobody has started yet; it shares this realm's lease. */
    FleetWorker worker() {
        return worker(realm, settings, WorkerListener.NONE);
    }

    FleetWorker worker(PostgresRealm own, RunSettings run, WorkerListener listener) {
        ShortApi far = new ShortApi(api, KEY, Duration.ofSeconds(20), null, WebAccess.direct(), own.owners()::holds);
        FilmDownload download = new FilmDownload(api, KEY, WebAccess.direct());
        Function<Clip, FilmTaker> homes =
                clip -> new FilmHome(clip, download, new FilmProver(), SizeCheck.SHAPE_ONLY, store);
        WorkerSettings settings = earnest
                ? WorkerSettings.usual(run, "pool", "here")
                : new WorkerSettings(
                        run, "pool", "here", 6, Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(30));
        return new FleetWorker(settings, own, far, homes, key -> store.find(key).isPresent(), listener);
    }

    @Override
    public void close() {
        realm.close();
    }
}
