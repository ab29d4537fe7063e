package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.job.Job;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Usd;
import dev.storyc.store.StoreAudit;
import dev.storyc.store.StoreFiles;
import dev.storyc.store.StoreInventory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code storyc store stats}. */
@Command(
        name = "stats",
        description = "Tell how many films each realm holds, how large they are, and what they cost.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc store stats", "  storyc store stats --format json"})
final class StoreStatsCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final Console console;
    private final Path folder;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private String format = "text";

    StoreStatsCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    /** What a store holds, in numbers. */
    private record Sum(
            StoreFiles files,
            StoreInventory inventory,
            BigDecimal paid,
            long unknown,
            List<Job> missing,
            Optional<SharedSum> shared) {
        static Sum of(StorePlace place) {
            StoreFiles files = place.files();
            StoreInventory inventory = StoreInventory.of(files);
            BigDecimal paid = BigDecimal.ZERO;
            long unknown = inventory.damaged().size();
            for (FilmRecord record : inventory.records().values()) {
                BigDecimal cost = record.cost();
                paid = cost == null ? paid : paid.add(cost);
                unknown += cost == null ? 1 : 0;
            }
            return new Sum(
                    files,
                    inventory,
                    paid,
                    unknown,
                    missing(place, inventory),
                    SharedSum.of(place, inventory.records().values()));
        }

        /** What the ledger says was bought and isn't here. */
        private static List<Job> missing(StorePlace place, StoreInventory inventory) {
            try (Vault vault = Vault.open(place.alone())) {
                StoreAudit audit =
                        StoreAudit.of(place.files(), inventory, vault.ledger().all());
                return Stream.concat(audit.missing().stream(), audit.asideMissing().stream())
                        .toList();
            }
        }

        BigDecimal missingCost() {
            return missing.stream().map(Job::counted).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        long trashBytes() {
            return inventory.trash().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        long trashFilms() {
            return inventory.trash().keySet().stream()
                    .filter(file -> file.toString().endsWith(".mp4"))
                    .count();
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!format.equals("text") && !format.equals("json")) {
            throw new UserError(Exit.USAGE, "--format takes text or json, and not " + format);
        }
        SortedMap<String, StorePlace> stores = RealmOptions.all(console, folder);
        if (stores.isEmpty() && format.equals("text")) {
            console.out().println("there is no store yet; the first build makes it");
        }
        for (Map.Entry<String, StorePlace> store : stores.entrySet()) {
            Sum sum = Sum.of(store.getValue());
            if (format.equals("json")) {
                json(store.getKey(), sum);
            } else {
                text(store.getKey(), sum);
            }
        }
        return Exit.DONE;
    }

    private void text(String realm, Sum sum) {
        StoreInventory inventory = sum.inventory();
        console.out()
                .println(realm + ": " + Counted.count(inventory.films().size(), "film") + ", "
                        + bytes(inventory.bytes()) + ", bought for " + Usd.words(sum.paid())
                        + (sum.unknown() == 0 ? "" : " and " + sum.unknown() + " of which nobody knows the price"));
        console.out().println("  " + sum.files().root());
        line(inventory.aside().size(), "not as asked: `storyc store accept KEY` takes one as it is");
        line(
                sum.missing().size(),
                "of the ledger not here, bought for " + Usd.words(sum.missingCost())
                        + ": `storyc store verify` tells more");
        line(inventory.damaged().size(), "whose record is damaged: `storyc store verify` tells more");
        line(inventory.quarantined(), "or its record damaged and set aside, in quarantine/");
        line(sum.trashFilms(), "in the trash, " + bytes(sum.trashBytes()) + ": a build that wants one takes it back");
        sum.shared()
                .ifPresent(
                        shared -> shared.lines().forEach(line -> console.out().println("  " + line)));
    }

    private void line(long count, String words) {
        if (count > 0) {
            console.out().println("  " + Counted.count(count, "film") + " " + words);
        }
    }

    private void json(String realm, Sum sum) throws IOException {
        StoreInventory inventory = sum.inventory();
        try (JsonGenerator out = JSON.getFactory().createGenerator(console.out())) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            out.writeStartObject();
            out.writeStringField("realm", realm);
            out.writeStringField("folder", sum.files().root().toString());
            out.writeNumberField("films", inventory.films().size());
            out.writeNumberField("bytes", inventory.bytes());
            out.writeNumberField("paid_usd", sum.paid());
            out.writeNumberField("unpriced", sum.unknown());
            out.writeNumberField("missing", sum.missing().size());
            out.writeNumberField("missing_usd", sum.missingCost());
            out.writeNumberField("set_aside", inventory.aside().size());
            out.writeNumberField("damaged_records", inventory.damaged().size());
            out.writeNumberField("quarantined", inventory.quarantined());
            out.writeNumberField("trash_films", sum.trashFilms());
            out.writeNumberField("trash_bytes", sum.trashBytes());
            SharedSum shared = sum.shared().orElse(null);
            if (shared != null) {
                shared.write(out);
            }
            out.writeEndObject();
        }
        console.out().println();
    }

    /** A size as people read it, in powers of 1024. */
    static String bytes(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
    }
}
