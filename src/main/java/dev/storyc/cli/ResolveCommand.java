package dev.storyc.cli;

import dev.storyc.job.FarEnd;
import dev.storyc.job.Job;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobResolver.Resolved;
import dev.storyc.job.JobSteps;
import dev.storyc.plan.Usd;
import dev.storyc.run.ShortApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import okhttp3.OkHttpClient;
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
    private final Console console;
    private final Path folder;

    @Mixin
    private RealmOptions realm = new RealmOptions();

    @Parameters(paramLabel = "KEY", description = "The key, or its first digits.")
    private String key = "";

    @Option(names = "--key-file", paramLabel = "FILE", description = "Read the API key from here; else SHORTAPI_KEY.")
    private @Nullable Path keyFile;

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
        try (Vault vault = Vault.open(place.files())) {
            Clock clock = Clock.systemUTC();
            OkHttpClient client = new OkHttpClient();
            String adopt = decision.adopt;
            FarEnd farEnd = new ShortApi(
                    place.api(),
                    adopt == null ? null : ApiAddress.requiredKey(keyFile, console),
                    Duration.ofSeconds(30),
                    null,
                    client);
            Job found = RealmOptions.find(vault, key);
            Job job = new JobSteps(vault.ledger(), farEnd, vault.owner(), clock).settle(found);
            if (!agreed(job)) {
                console.err().println("storyc: nothing was changed");
                return Exit.BUDGET;
            }
            JobResolver resolver = new JobResolver(vault.ledger(), vault.owner(), clock);
            Resolved resolved = decide(resolver, job, adopt, farEnd);
            if (resolved instanceof Resolved.Impossible impossible) {
                throw new UserError(Exit.USAGE, job.asked().address() + ": " + impossible.words());
            }
            console.out().println(job.asked().address() + ": " + words(((Resolved.Done) resolved).job()));
            return Exit.DONE;
        }
    }

    private Resolved decide(JobResolver resolver, Job job, @Nullable String adopt, FarEnd farEnd) {
        if (adopt != null) {
            return resolver.adopt(job, adopt, farEnd);
        }
        if (decision.abandon == decision.resubmit) {
            throw new IllegalStateException("picocli lets exactly one of the three through");
        }
        return decision.abandon ? resolver.abandon(job) : resolver.release(job);
    }

    private boolean agreed(Job job) throws IOException {
        if (decision.adopt != null || !console.terminal()) {
            return true;
        }
        String price = Usd.words(job.asked().estimate());
        console.err()
                .print(
                        decision.resubmit
                                ? "If the far end did take it, it is paid twice (" + price
                                        + " each). Send it again? [y/N] "
                                : "If the far end did take it, " + price + " is lost. Give it up? [y/N] ");
        console.err().flush();
        String answer = console.readLine();
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
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
