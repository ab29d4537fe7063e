package dev.storyc.cli;

import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Usd;
import dev.storyc.store.Damage;
import dev.storyc.store.FilmStore;
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
        description = "Read every byte of every film in the store, and tell which are not as they were bought.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc store verify"})
final class StoreVerifyCommand implements Callable<Integer> {
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
        StoreFiles files = realm.place(console, folder).files();
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
        if (!output.quiet()) {
            console.out()
                    .println(Findings.count(
                                    inventory.records().size()
                                            + inventory.damaged().size(),
                                    "record") + ", "
                            + StoreStatsCommand.bytes(inventory.bytes()) + ", "
                            + (damaged.isEmpty()
                                    ? "all as they were bought"
                                    : Findings.count(damaged.size(), "problem")));
        }
        return damaged.isEmpty() ? Exit.DONE : Exit.FILM_WRONG;
    }
}
