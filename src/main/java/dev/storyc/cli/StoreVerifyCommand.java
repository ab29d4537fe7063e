package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.Job;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Usd;
import dev.storyc.store.Damage;
import dev.storyc.store.FilmStore;
import dev.storyc.store.StoreAudit;
import dev.storyc.store.StoreFiles;
import dev.storyc.store.StoreInventory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code storyc store verify}. */
@Command(
        name = "verify",
        description =
                "Read every byte of every film in the store, and hold it against what the ledger says was bought.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc store verify"})
final class StoreVerifyCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 8;

    private final Console console;
    private final Path folder;

    @Mixin
    private RealmOptions realm = new RealmOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    StoreVerifyCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        StorePlace place = realm.place(console, folder).store();
        StoreFiles files = place.files();
        StoreInventory inventory = StoreInventory.of(files);
        FilmStore store = FilmStore.peek(files);
        Map<Key, Damage> damaged = new ConcurrentHashMap<>(inventory.damaged());
        inventory.records().values().parallelStream()
                .forEach(record -> store.hash(record).ifPresent(damage -> damaged.put(record.key(), damage)));
        new TreeMap<>(damaged).forEach((key, damage) -> {
            FilmRecord record = damage.record();
            String cost = record == null ? "" : ", bought for " + Usd.words(record.cost());
            console.out().println(damage.file() + cost + ": it " + damage.words());
            console.out().println("  storyc store quarantine " + key.brief());
        });
        int missing = files.there() ? missing(place, inventory) : 0;
        int problems = damaged.size() + missing;
        if (!output.quiet()) {
            console.out()
                    .println(Counted.count(
                                    inventory.records().size()
                                            + inventory.damaged().size(),
                                    "record") + ", "
                            + StoreStatsCommand.bytes(inventory.bytes()) + ", "
                            + (problems == 0 ? "all as they were bought" : Counted.count(problems, "problem")));
        }
        return problems == 0 ? Exit.DONE : Exit.FILM_WRONG;
    }

    /** Tells what the ledger says was bought and isn't here, which a build has again for nothing if it can be had. */
    private int missing(StorePlace place, StoreInventory inventory) {
        StoreFiles files = place.files();
        StoreAudit audit;
        try (Vault vault = Vault.open(place)) {
            audit = StoreAudit.of(files, inventory, vault.ledger().all());
        }
        for (Job job : audit.missing()) {
            told(job, "is stored, says the ledger, and has no record here");
        }
        for (Job job : audit.asideMissing()) {
            told(job, "was set aside, says the ledger, and is not in aside/");
        }
        int missing = audit.missing().size() + audit.asideMissing().size();
        if (missing > 0) {
            console.out()
                    .println("  `storyc build` has these again where they are wanted: from out/, or by asking for their"
                            + " jobs, free; or put records/ and films/ back from a backup");
        }
        if (!audit.unnamed().isEmpty() && !output.quiet()) {
            console.out()
                    .println("note: " + Counted.count(audit.unnamed().size(), "film") + " in " + files.root()
                            + (audit.unnamed().size() == 1 ? " has" : " have")
                            + " no record: a build whose manifest names it writes that again");
            audit.unnamed().stream()
                    .limit(MOST_NAMED)
                    .forEach(sha256 -> console.out().println("  " + sha256));
        }
        return missing;
    }

    private void told(Job job, String words) {
        console.out()
                .println(VisibleText.line(job.asked().address() + ", bought for " + Usd.words(job.counted())
                        + " as job " + job.jobId() + ", key " + job.key().brief() + ": it " + words));
    }
}
