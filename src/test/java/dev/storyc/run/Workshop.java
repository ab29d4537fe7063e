package dev.storyc.run;

import dev.storyc.job.FarEnd;
import dev.storyc.job.FilmTaker;
import dev.storyc.job.JobSteps;
import dev.storyc.job.Ledger;
import dev.storyc.job.Owners;
import dev.storyc.ledger.OwnerLock;
import dev.storyc.ledger.SqliteLedgers;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.media.FilmProver;
import dev.storyc.media.FilmProver.SizeCheck;
import dev.storyc.plan.Plan;
import dev.storyc.plan.Planner;
import dev.storyc.plan.RunRecord;
import dev.storyc.plan.StepState;
import dev.storyc.store.FilmStore;
import dev.storyc.store.SharedLedger;
import dev.storyc.store.SharedTerms;
import dev.storyc.store.Steps;
import dev.storyc.store.StoreFiles;
import dev.storyc.store.StoreHoldings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** A build without its command line: store, ledger, client and runner put together as the real one does. */
final class Workshop implements AutoCloseable {
    static final ApiKey KEY = new ApiKey("ak-test-0123456789");
    private static final OkHttpClient CLIENT = new OkHttpClient();

    final FilmStore store;
    final Ledger ledger;
    final Owners owner;
    final List<RunEvent> events = new CopyOnWriteArrayList<>();
    private final URI api;
    private final Seams seams;
    private final @Nullable SharedLedger shared;
    RunSettings settings = RunSettings.swift(4);
    Duration patience = Duration.ofSeconds(20);

    @Nullable
    String callback;

    Tools.Calls calls = Tools.Calls.NONE;
    InstantSource time = InstantSource.system();
    boolean rebuy;
    Set<StepState> retry = Set.of();

    /** Where tests put something of their own between the parts. */
    record Seams(
            UnaryOperator<Ledger> ledger, UnaryOperator<FarEnd> farEnd, UnaryOperator<FilmTaker> taker, Steps steps) {
        static final Seams NONE = new Seams(l -> l, f -> f, t -> t);

        Seams(UnaryOperator<Ledger> ledger, UnaryOperator<FarEnd> farEnd, UnaryOperator<FilmTaker> taker) {
            this(ledger, farEnd, taker, Steps.UNHEARD);
        }
    }

    Workshop(Path root, URI api) {
        this(root, api, Seams.NONE);
    }

    Workshop(Path root, URI api, Seams seams) {
        this(root, api, seams, null);
    }

    /** @param team on which terms this machine shares its purchases, or null where it is alone */
    Workshop(Path root, URI api, Seams seams, @Nullable SharedTerms team) {
        this.api = api;
        this.seams = seams;
        this.store = FilmStore.open(new StoreFiles(root), seams.steps());
        Ledger local = seams.ledger().apply(SqliteLedgers.open(store.files().ledger()));
        OwnerLock lock = OwnerLock.take(store.files().owners());
        this.shared = team == null ? null : SharedLedger.over(local, lock, store.files(), team);
        this.ledger = shared == null ? local : shared;
        this.owner = shared == null ? lock : shared.owners();
    }

    /** What this machine shares. */
    SharedLedger shared() {
        return Objects.requireNonNull(shared);
    }

    Plan plan(List<Clip> clips, List<ManifestRow> committed) {
        List<Key> keys = clips.stream().map(Clip::key).toList();
        Planner planner = new Planner(new Planner.Choices(false, rebuy, retry, false, settings.giveUpAfter()));
        return planner.plan(clips, committed, new StoreHoldings(store, ledger, owner, keys), Instant.now());
    }

    RunRecord build(List<Clip> clips) throws InterruptedException {
        return build(clips, Budget.NONE);
    }

    RunRecord build(List<Clip> clips, Budget budget) throws InterruptedException {
        return runner().run(plan(clips, List.of()), budget);
    }

    PlanRunner runner() {
        FarEnd farEnd = seams.farEnd().apply(farEnd());
        FilmDownload download = new FilmDownload(api, CLIENT);
        Function<Clip, FilmTaker> homes = clip ->
                seams.taker().apply(new FilmHome(clip, download, new FilmProver(), SizeCheck.SHAPE_ONLY, store));
        return new PlanRunner(new Tools(
                settings,
                ledger,
                owner,
                new JobSteps(ledger, farEnd, owner, time),
                store,
                homes,
                events::add,
                time,
                new Random(1),
                System::nanoTime,
                calls));
    }

    FarEnd farEnd() {
        return new ShortApi(api, KEY, patience, callback, CLIENT);
    }

    @Override
    public void close() {
        owner.close();
        ledger.close();
    }
}
