package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.Ledger;
import dev.storyc.ledger.OwnerLock;
import dev.storyc.ledger.SqliteLedgers;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Usd;
import dev.storyc.store.FilmStore;
import dev.storyc.store.FilmTrash;
import dev.storyc.store.StoreFiles;
import dev.storyc.store.StoreInventory;
import dev.storyc.store.StoreSweep;
import dev.storyc.store.WantedFilms;
import dev.storyc.store.Workspaces;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code storyc store gc}. */
@Command(
        name = "gc",
        description = {
            "Put films into the trash that no manifest names: none in a workspace that was built,",
            "and none on any of its branches, tags or stashes. Shows them; --yes does it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  storyc store gc", "  storyc store gc --yes", "  storyc store gc --empty-trash --yes"})
final class StoreGcCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private RealmOptions realm = new RealmOptions();

    @Option(
            names = {"-y", "--yes"},
            description = "Do what is shown.")
    private boolean yes;

    @Option(names = "--empty-trash", description = "Throw away what has been in the trash for 30 days.")
    private boolean emptyTrash;

    @Option(
            names = "--forget",
            paramLabel = "PATH",
            description = "Don't ask this workspace any more: it is gone for good. May be repeated.")
    private List<Path> forgotten = new ArrayList<>();

    StoreGcCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        StoreFiles files = realm.place(console, folder).files();
        if (!files.there()) {
            console.out().println("there is no store " + files.root() + "; nothing to tidy up");
            return Exit.DONE;
        }
        // A film that is being filed has no manifest yet, and one that is planned with must not go.
        OwnerLock alone = OwnerLock.takeAll(files.owners())
                .orElseThrow(() -> new UserError(
                        Exit.STORE, "a build, or another command, works on " + files.root() + "; try again after it"));
        try {
            forget(files);
            return emptyTrash ? empty(files) : sweep(files);
        } finally {
            alone.close();
        }
    }

    private void forget(StoreFiles files) {
        Workspaces workspaces = new Workspaces(files);
        for (Path path : forgotten) {
            Path workspace = folder.resolve(path).toAbsolutePath().normalize();
            if (!workspaces.forget(workspace)) {
                throw new UserError(
                        Exit.USAGE, "no build was recorded for " + workspace + "; recorded are " + workspaces.all());
            }
            console.out().println("no longer asked: " + workspace);
        }
    }

    private int sweep(StoreFiles files) throws InterruptedException {
        WantedFilms wanted = wanted(new Workspaces(files).all());
        StoreInventory inventory = StoreInventory.of(files);
        StoreSweep sweep;
        Map<String, Tally> tallies = new TreeMap<>();
        try (Ledger ledger = SqliteLedgers.open(files.ledger())) {
            Map<Key, Job> jobs = new HashMap<>();
            ledger.all().forEach(job -> jobs.put(job.key(), job));
            sweep = StoreSweep.of(inventory, wanted, key -> settled(jobs.get(key)));
            for (StoreSweep.Unwanted one : sweep.unwanted()) {
                Job job = jobs.get(one.record().key());
                String storyboard = job == null
                        ? "of no storyboard the ledger knows"
                        : job.asked().storyboard();
                tallies.merge(storyboard, Tally.of(one.record()), Tally::and);
            }
        }
        int kept = inventory.records().size() - sweep.unwanted().size();
        console.out()
                .println(Counted.count(wanted.manifests(), "manifest") + " read: " + Counted.count(kept, "film")
                        + " wanted, or not to be decided here");
        if (sweep.unwanted().isEmpty()) {
            console.out().println("nothing to put into the trash");
            return Exit.DONE;
        }
        tallies.forEach((storyboard, tally) -> console.out().println("  " + storyboard + ": " + tally.words()));
        String sum = Counted.count(sweep.unwanted().size(), "film") + ", " + StoreStatsCommand.bytes(sweep.bytes());
        if (!yes) {
            console.out().println(sum + " would go into the trash; --yes does it");
            return Exit.DONE;
        }
        sweep.carryOut(new FilmTrash(files), LocalDate.now(ZoneOffset.UTC));
        console.out().println(sum + " put into the trash; a build that wants one takes it back");
        return Exit.DONE;
    }

    /** What is still on its way belongs to the next build. */
    private static boolean settled(@Nullable Job job) {
        return job == null || job.state() == JobState.STORED || job.state() == JobState.RELEASED;
    }

    private WantedFilms wanted(List<Path> workspaces) throws InterruptedException {
        if (workspaces.isEmpty()) {
            throw new UserError(
                    Exit.USAGE,
                    "no build recorded its workspace in this store yet, so nobody knows which films are wanted:"
                            + " build once in each workspace that uses it");
        }
        WantedFilms wanted = new WantedFilms();
        List<String> unreadable = new ArrayList<>();
        for (Path workspace : workspaces) {
            try {
                wanted.add(workspace);
            } catch (WantedFilms.Unreadable e) {
                unreadable.add("  " + workspace + ": " + e.getMessage());
            }
        }
        if (!unreadable.isEmpty()) {
            throw new UserError(
                    Exit.USAGE,
                    "nothing was moved, for what these workspaces want can't be read:\n"
                            + String.join("\n", unreadable)
                            + "\nmend them; or, if one is gone for good, `storyc store gc --forget PATH`");
        }
        return wanted;
    }

    private int empty(StoreFiles files) throws InterruptedException {
        FilmTrash trash = new FilmTrash(files);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        List<LocalDate> old = trash.days().stream()
                .filter(day -> day.plusDays(FilmTrash.KEPT_DAYS).isBefore(today))
                .toList();
        if (old.isEmpty()) {
            console.out().println("nothing has been in the trash for more than " + FilmTrash.KEPT_DAYS + " days");
            return Exit.DONE;
        }
        // A branch may have come since that names some of it again.
        WantedFilms wanted = wanted(new Workspaces(files).all());
        FilmStore store = FilmStore.peek(files);
        trash.keys().stream()
                .filter(key -> wanted.names(key.hex()) && store.find(key).isPresent())
                .forEach(key -> console.out().println(key.brief() + " is wanted again, and was taken back"));
        for (LocalDate day : old) {
            String films = Counted.count(trash.films(day).size(), "film") + " of " + day;
            if (yes) {
                trash.empty(day);
            }
            console.out().println(films + (yes ? ": thrown away" : ": would be thrown away for good; --yes does it"));
        }
        return Exit.DONE;
    }

    /** Films, and what they cost as far as anybody knows. */
    private record Tally(int films, BigDecimal cost) {
        static Tally of(FilmRecord record) {
            BigDecimal cost = record.cost();
            return new Tally(1, cost == null ? BigDecimal.ZERO : cost);
        }

        Tally and(Tally other) {
            return new Tally(films + other.films, cost.add(other.cost));
        }

        String words() {
            return Counted.count(films, "film") + ", bought for " + Usd.words(cost);
        }
    }
}
