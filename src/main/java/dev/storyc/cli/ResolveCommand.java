package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.FarEnd;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobResolver.Resolved;
import dev.storyc.plan.Usd;
import dev.storyc.run.ApiKey;
import dev.storyc.run.ShortApi;
import dev.storyc.run.WebAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code storyc jobs resolve}. */
@Command(
        name = "resolve",
        description = "Decide an attempt in doubt, or one that waits for too long.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc jobs resolve 1f0c2ab4e990 --adopt JOB_ID", "  storyc jobs resolve 1f0c2ab4e990 --resubmit"})
final class ResolveCommand implements Callable<Integer> {
    /** With half a second, one, two and four between them. */
    private static final int MOST_TRIES = 5;

    private final Console console;
    private final Path folder;

    @Mixin
    private RealmOptions realm = new RealmOptions();

    @Parameters(paramLabel = "KEY", description = "The key, or its first digits.")
    private String key = "";

    @Option(names = "--key-file", paramLabel = "FILE", description = "Read the API key from here; else SHORTAPI_KEY.")
    private @Nullable Path keyFile;

    @Option(
            names = {"-y", "--yes"},
            description = "Ask nothing; where nobody can be asked, nothing is.")
    private boolean yes;

    @ArgGroup(multiplicity = "1")
    private Decision decision = new Decision();

    /** One of three. */
    static final class Decision {
        @Option(names = "--adopt", paramLabel = "JOB_ID", description = "It became this job, which is then queried.")
        private @Nullable String adopt;

        @Option(names = "--abandon", description = "Give it up; its price counts as possibly spent.")
        private boolean abandon;

        @Option(names = "--resubmit", description = "Give it up, and let the next build send it again.")
        private boolean resubmit;
    }

    ResolveCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        RealmOptions.Place place = realm.place(console, folder);
        @Nullable ApiKey secret = decision.adopt == null ? null : ApiAddress.requiredKey(keyFile, console);
        try (Vault vault = Vault.open(place.store())) {
            JobResolver resolver =
                    new JobResolver(vault.ledger(), vault.owner(), vault.time(), person(), place.giveUpAfter());
            Job job = resolver.settle(RealmOptions.find(vault, key));
            // Before anybody is asked: a question that nothing can follow from is none.
            refuse(job, resolver.refuses(job, event()));
            if (!agreed(job)) {
                console.err().println("storyc: nothing was changed");
                return Exit.BUDGET;
            }
            Resolved resolved = decide(resolver, job, place.api(), secret);
            if (resolved instanceof Resolved.Impossible impossible) {
                refuse(job, Optional.of(impossible.words()));
            }
            if (resolved instanceof Resolved.Unheard unheard) {
                throw new UserError(
                        Exit.RENDER_FAILED,
                        job.asked().address() + ": " + unheard.words() + ". Nothing was changed: try again in a while");
            }
            console.out().println(job.asked().address() + ": " + words(((Resolved.Done) resolved).job()));
            return Exit.DONE;
        }
    }

    private JobEvent event() {
        if (decision.adopt != null) {
            return JobEvent.ADOPTED;
        }
        return decision.abandon ? JobEvent.GIVEN_UP : JobEvent.RELEASED;
    }

    private static void refuse(Job job, Optional<String> words) {
        words.ifPresent(why -> {
            throw new UserError(Exit.USAGE, job.asked().address() + ": " + why);
        });
    }

    /** As the system knows who sits here; the entry is for people of one store, and proves nothing. */
    private String person() {
        String name = System.getProperty("user.name", "");
        return name.isBlank() ? "somebody" : VisibleText.line(name);
    }

    private Resolved decide(JobResolver resolver, Job job, URI api, @Nullable ApiKey secret) {
        if (decision.adopt != null) {
            try (WebAccess web = ApiAddress.web(console, folder)) {
                FarEnd farEnd = new ShortApi(api, secret, Duration.ofSeconds(30), null, web);
                return adopted(resolver, job, decision.adopt, farEnd);
            }
        }
        if (decision.abandon == decision.resubmit) {
            throw new IllegalStateException("picocli lets exactly one of the three through");
        }
        return decision.abandon ? resolver.abandon(job) : resolver.release(job);
    }

    /** A query is free, and the far end is out for a moment now and then. */
    private static Resolved adopted(JobResolver resolver, Job job, String jobId, FarEnd farEnd) {
        Resolved resolved = resolver.adopt(job, jobId, farEnd);
        for (int tries = 1; tries < MOST_TRIES && resolved instanceof Resolved.Unheard; tries++) {
            try {
                Thread.sleep(250L << tries);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return resolved;
            }
            resolved = resolver.adopt(job, jobId, farEnd);
        }
        return resolved;
    }

    /** Asked once, of a person: a script that names key and decision has decided. */
    private boolean agreed(Job job) throws IOException {
        if (yes || !console.terminal()) {
            return true;
        }
        console.err()
                .print(question(
                        job, Usd.words(job.reserved() == null ? job.asked().estimate() : job.reserved())));
        console.err().flush();
        String answer = console.readLine();
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    private String question(Job job, String price) {
        String what = job.asked().address() + ", " + job.state().word()
                + (job.jobId() == null ? "" : ", job " + job.jobId()) + ", " + price + ". ";
        if (decision.adopt != null) {
            return what + "Take job " + decision.adopt + " for what became of it? [y/N] ";
        }
        boolean known = job.jobId() != null;
        if (decision.resubmit) {
            return what + (known ? "That job is paid, and" : "If the far end did take it,") + " it is paid twice, "
                    + price + " each. Send it again? [y/N] ";
        }
        return what
                + (known
                        ? "That job is paid, and its film is lost"
                        : "If the far end did take it, " + price + " is lost")
                + ". Give it up? [y/N] ";
    }

    private static String words(Job job) {
        return switch (job.state()) {
            case SUBMITTED -> "adopted job " + job.jobId() + "; the next build takes it up";
            case RELEASED -> "given up; the next build sends it again";
            case ABANDONED -> "given up; only --retry abandoned renders it again";
            default -> job.state().word();
        };
    }
}
