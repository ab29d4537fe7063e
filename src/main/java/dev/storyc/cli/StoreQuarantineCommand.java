package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.job.Job;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Usd;
import dev.storyc.store.Damage;
import dev.storyc.store.FilmStore;
import dev.storyc.store.StoreInventory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code storyc store quarantine}. */
@Command(
        name = "quarantine",
        description = "Set a damaged film aside, whole or not, so that it can be had again or bought again.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc store quarantine 1f0c2ab4e990"})
final class StoreQuarantineCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private RealmOptions realm = new RealmOptions();

    @Parameters(paramLabel = "KEY", description = "The key, or its first digits.")
    private String digits = "";

    StoreQuarantineCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        try (Vault vault = Vault.open(realm.place(console, folder).store().alone())) {
            Key key = find(vault.store());
            Optional<Job> job = vault.ledger().find(key);
            String what = job.map(j -> j.asked().address()).orElse(key.brief());
            Damage damage = vault.store().quarantine(key).orElse(null);
            if (damage == null) {
                console.out().println(what + ": its film is as it was bought; nothing was set aside");
                return Exit.DONE;
            }
            FilmRecord record = damage.record();
            BigDecimal cost = job.map(Job::counted).orElse(record == null ? null : record.cost());
            console.out()
                    .println(what + ", bought for " + Usd.words(cost) + ": " + damage.file() + " " + damage.words());
            console.out().println("set aside in " + vault.store().files().quarantine());
            console.out()
                    .println("it is lost now: the next build first looks for it in out/ and asks for its job, free, and"
                            + " buys it again only with --rebuy");
            return Exit.DONE;
        }
    }

    /** The key of a record, readable or not: a ledger that is younger than the store may not know it. */
    private Key find(FilmStore store) {
        if (!digits.matches("[0-9a-f]{6,64}")) {
            throw new UserError(
                    Exit.USAGE, "KEY is a key's first digits, six at least, as `storyc store verify` shows them");
        }
        StoreInventory inventory = StoreInventory.of(store.files());
        List<Key> keys = Stream.concat(inventory.records().keySet().stream(), inventory.damaged().keySet().stream())
                .filter(key -> key.hex().startsWith(digits))
                .toList();
        if (keys.size() != 1) {
            throw new UserError(
                    Exit.USAGE,
                    keys.isEmpty()
                            ? "no record in " + store.files().root() + " has a key that begins with " + digits
                            : "several keys begin with " + digits + ": give more digits");
        }
        return keys.get(0);
    }
}
