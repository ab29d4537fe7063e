package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.Change;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobState;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code storyc store}: the films and records already paid for. */
@Command(
        name = "store",
        description = "Work on the films that were paid for.",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc store stats", "  storyc store gc --yes", "  storyc store accept 1f0c2ab4e990"})
final class StoreCommand {
    private StoreCommand() {}

    static CommandLine with(Console console, Path folder) {
        CommandLine store = new CommandLine(new StoreCommand());
        store.addSubcommand(new StoreStatsCommand(console, folder));
        store.addSubcommand(new StoreVerifyCommand(console, folder));
        store.addSubcommand(new StoreGcCommand(console, folder));
        store.addSubcommand(new AcceptCommand(console, folder));
        store.addSubcommand(new StoreQuarantineCommand(console, folder));
        store.addSubcommand(new StoreKeygenCommand(console, folder));
        store.addSubcommand(new StorePushCommand(console, folder));
        store.addSubcommand(new StorePullCommand(console, folder));
        return store;
    }

    /** {@code storyc store accept}. */
    @Command(name = "accept", description = "Take a film that was set aside as it is; it was paid for.")
    static final class AcceptCommand implements Callable<Integer> {
        private final Console console;
        private final Path folder;

        @Mixin
        private RealmOptions realm = new RealmOptions();

        @Parameters(paramLabel = "KEY", description = "The key, or its first digits.")
        private String key = "";

        private static String words(Job job) {
            return job.state() == JobState.SET_ASIDE
                    ? ": the film that was set aside is not in the store any more; `storyc build` asks for its job "
                            + job.jobId() + " again, free"
                    : " has no film that was set aside";
        }

        /** So that the team has it too. */
        private int share(Vault vault, Key key) {
            try (TeamFilms team = TeamFilms.of(vault, console, false, false)) {
                List<FilmRecord> films = vault.store().find(key).stream().toList();
                team.finish(films);
                List<FilmRecord> unshared =
                        films.stream().filter(film -> !team.shared(film)).toList();
                team.lines(unshared).forEach(line -> console.err().println(VisibleText.of("storyc: " + line)));
                return unshared.isEmpty() ? Exit.DONE : Exit.STORE;
            }
        }

        AcceptCommand(Console console, Path folder) {
            this.console = console;
            this.folder = folder;
        }

        @Override
        public Integer call() throws IOException {
            try (Vault vault = Vault.open(realm.place(console, folder).store())) {
                Job job = RealmOptions.find(vault, key);
                if (job.state() == JobState.STORED
                        && vault.store().find(job.key()).isPresent()) {
                    console.out().println(job.asked().address() + ": its film is in the store; nothing to take");
                    return Exit.DONE;
                }
                if (!vault.store().accept(job.key())) {
                    throw new UserError(Exit.FILM_WRONG, job.asked().address() + words(job));
                }
                if (job.state() == JobState.SET_ASIDE) {
                    vault.ledger().advance(job, JobEvent.FILM_TAKEN, Change.NONE, Instant.now());
                }
                console.out().println(job.asked().address() + ": taken; the next build places it");
                return share(vault, job.key());
            }
        }
    }
}
