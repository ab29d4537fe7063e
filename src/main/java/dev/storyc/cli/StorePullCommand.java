package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.diagnostic.Exit;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.outputs.Prospect;
import dev.storyc.plan.Holdings;
import dev.storyc.plan.Step;
import dev.storyc.plan.StepState;
import dev.storyc.store.SharedFetching;
import dev.storyc.store.SharedLook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code storyc store pull}. */
@Command(
        name = "pull",
        description = {
            "Fetch films of storyboards and their manifests from the store that a team shares.",
            "Every byte is hashed; broken off, it may begin again."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  storyc store pull", "  storyc store pull storyboards/aurora-launch.yaml --select variant:en"})
final class StorePullCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private ShareOptions options = new ShareOptions();

    StorePullCommand(Console console, Path folder) {
        this.console = console.drawn();
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean json = options.json();
        Campaign campaign = Campaign.open(options.read(), folder);
        StorePlace place = options.realm().place(console, campaign.workspace()).store();
        TeamStore shared = ShareOptions.shared(place);
        SharedBoards boards = SharedBoards.read(campaign, place.realm(), console, options.output());
        try (Vault vault = Vault.openOrMake(place);
                TeamFilms team = TeamFilms.of(vault, console, options.output().quiet() || json, false)) {
            Holdings held = vault.holdings(boards.boards());
            SharedLook look =
                    team.sight().look(boards.boards(), boards.manifests().values(), held);
            Prospect prospect = boards.prospect(look.over(held));
            Collection<FilmRecord> far = team.far(prospect.plan());
            SharedFetching.Fetched fetched = team.fetch(far, look).orElse(new SharedFetching.Fetched(0, 0));
            Map<String, String> failed = failed(prospect, look);
            Set<Key> keys = new HashSet<>();
            prospect.plan().steps().forEach(step -> keys.add(step.clip().key()));
            long already = prospect.plan().steps().stream()
                    .filter(step -> step.film() != null && !far.contains(step.film()))
                    .map(step -> step.clip().key())
                    .distinct()
                    .count();
            int exit = look.trouble().isPresent() ? Exit.STORE : failed.isEmpty() ? Exit.DONE : Exit.FILM_WRONG;
            if (json) {
                console.out()
                        .print(new ShareJson(
                                        "pulled",
                                        shared.name(),
                                        place.realm().name(),
                                        keys.size(),
                                        fetched.films(),
                                        fetched.bytes(),
                                        (int) already,
                                        failed,
                                        exit)
                                .line());
            } else if (!options.output().quiet()) {
                long nowhere = keys.size() - already - far.size() - failed.size();
                console.out()
                        .println(Counted.count(fetched.films(), "film") + " fetched from " + shared.name()
                                + (fetched.films() == 0 ? "; " : ", " + StoreStatsCommand.bytes(fetched.bytes()) + "; ")
                                + already + " were here"
                                + (nowhere <= 0 ? "" : "; " + nowhere + " not rendered yet, as far as is known"));
            }
            failed.forEach((film, why) -> console.err().println("storyc: " + film + ": " + why));
            look.trouble().ifPresent(e -> console.err().println("storyc: " + e.getMessage()));
            return exit;
        }
    }

    /** By clip, what was bought and can't be had there. */
    private static Map<String, String> failed(Prospect prospect, SharedLook look) {
        Map<Key, String> refused = look.refused();
        Map<String, String> failed = new LinkedHashMap<>();
        for (Step step : prospect.plan().steps()) {
            String words = refused.get(step.clip().key());
            if (words != null) {
                failed.put(step.clip().address(), words);
            } else if (step.state() == StepState.LOST && look.trouble().isEmpty()) {
                failed.put(step.clip().address(), "lost: it was bought, and its film is neither here nor there");
            }
        }
        return failed;
    }
}
