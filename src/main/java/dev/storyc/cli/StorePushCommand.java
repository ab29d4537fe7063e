package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.console.CountedLine;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.expand.Choices;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.plan.Planner;
import dev.storyc.store.FilmStore;
import dev.storyc.store.SharedSending;
import dev.storyc.store.StoreInventory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code storyc store push}. */
@Command(
        name = "push",
        description = {
            "Put films that this machine holds into the store that a team shares: those of the clips named, or all.",
            "What is there already is left as it is; broken off, it may begin again."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  storyc store push", "  storyc store push storyboards/aurora-launch.yaml --select variant:en"})
final class StorePushCommand implements Callable<Integer> {
    private static final int AT_ONCE = 8;
    private static final int MOST_TOLD = 10;

    private final Console console;
    private final Path folder;

    @Mixin
    private ShareOptions options = new ShareOptions();

    StorePushCommand(Console console, Path folder) {
        this.console = console.drawn();
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean json = options.json();
        Choices choices = options.read().choices();
        boolean some = !options.read().paths().isEmpty()
                || !choices.selection().isEverything()
                || !choices.sets().isEmpty();
        Optional<Campaign> campaign = some ? Optional.of(Campaign.open(options.read(), folder)) : Optional.empty();
        StorePlace place = campaign.isPresent()
                ? options.realm().place(console, campaign.get().workspace()).store()
                : options.realm().place(console, folder).store();
        TeamStore shared = ShareOptions.shared(place);
        shared.readOnly().ifPresent(why -> {
            throw new UserError(Exit.USAGE, "nothing may be put into " + shared.name() + ": " + why);
        });
        try (Vault vault = Vault.open(place)) {
            int told = vault.publish();
            if (told > 0) {
                console.err()
                        .println("storyc: " + shared.name() + " was told of " + Counted.count(told, "purchase")
                                + " it lacked");
            }
            vault.troubles().forEach(line -> console.err().println("storyc: " + line));
            Collection<FilmRecord> films = campaign.isPresent()
                    ? of(SharedBoards.read(campaign.get(), place.realm(), console, options.output()), vault)
                    : StoreInventory.of(place.files()).records().values();
            return push(films, place, shared, vault.store(), json);
        }
    }

    /** The films of these clips that are here: under their keys, and those that manifests name for them. */
    private static Collection<FilmRecord> of(SharedBoards boards, Vault vault) {
        Map<String, FilmRecord> films = new LinkedHashMap<>();
        Set<Place> wanted = new HashSet<>();
        boards.prospect(vault.holdings(boards.boards())).plan().steps().forEach(step -> {
            wanted.add(Planner.place(step.clip()));
            FilmRecord film = step.film();
            if (film != null) {
                films.put(film.key().hex() + film.sha256(), film);
            }
        });
        boards.manifests()
                .values()
                .forEach(manifest -> manifest.rows().stream()
                        .filter(row -> wanted.contains(row.place()))
                        .map(ManifestRow::film)
                        .filter(film -> vault.store().holds(film))
                        .forEach(film -> films.putIfAbsent(film.key().hex() + film.sha256(), film)));
        return films.values();
    }

    private int push(Collection<FilmRecord> films, StorePlace place, TeamStore shared, FilmStore store, boolean json)
            throws IOException, InterruptedException {
        // Opened here, where a mistake in its settings is told as one.
        shared.films();
        try (SharedSending sending = new SharedSending(shared::films, shared.marks(place.files()), store, AT_ONCE)) {
            films.forEach(sending::check);
            SharedSending.Sent sent = sending.await(0);
            try (CountedLine line = CountedLine.of(console, options.output().quiet() || json)) {
                for (; sent.open() > 0; sent = sending.await(200)) {
                    line.show("  " + Counted.count(sent.open(), "film") + " to go, "
                            + StoreStatsCommand.bytes(sent.bytes()) + " put there");
                }
            }
            Map<Key, SharedSending.Failure> failed = sending.failed();
            int exit = exit(failed.values());
            int already = films.size() - sent.sent() - failed.size();
            Map<String, String> reasons = new LinkedHashMap<>();
            failed.forEach((key, failure) -> reasons.put(key.hex(), failure.words()));
            if (json) {
                console.out()
                        .print(new ShareJson(
                                        "pushed",
                                        shared.name(),
                                        place.realm().name(),
                                        films.size(),
                                        sent.sent(),
                                        sent.bytes(),
                                        already,
                                        reasons,
                                        exit)
                                .line());
            } else if (!options.output().quiet()) {
                console.out()
                        .println(Counted.count(sent.sent(), "film") + " put into " + shared.name()
                                + (sent.sent() == 0 ? "; " : ", " + StoreStatsCommand.bytes(sent.bytes()) + "; ")
                                + already + " were there");
                others(sending, shared);
            }
            tell(reasons, console);
            return exit;
        }
    }

    private void others(SharedSending sending, TeamStore shared) {
        int others = sending.others().size();
        if (others > 0) {
            console.out()
                    .println("of " + Counted.count(others, "clip") + " somebody else's film has the name in "
                            + shared.name() + " and stays; this machine's lies there too");
        }
    }

    /** Tells reasons, alike ones once. */
    static void tell(Map<String, String> reasons, Console console) {
        Map<String, Integer> alike = new LinkedHashMap<>();
        reasons.values().forEach(words -> alike.merge(words, 1, Integer::sum));
        alike.entrySet().stream()
                .limit(MOST_TOLD)
                .forEach(entry -> console.err()
                        .println(VisibleText.of(
                                "storyc: " + Counted.count(entry.getValue(), "film") + ": " + entry.getKey())));
        if (alike.size() > MOST_TOLD) {
            console.err().println("storyc: and " + (alike.size() - MOST_TOLD) + " more");
        }
    }

    private static int exit(Collection<SharedSending.Failure> failures) {
        if (failures.stream().anyMatch(failure -> !failure.damaged())) {
            return Exit.STORE;
        }
        return failures.isEmpty() ? Exit.DONE : Exit.FILM_WRONG;
    }
}
