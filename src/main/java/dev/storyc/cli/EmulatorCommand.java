package dev.storyc.cli;

import dev.storyc.catalog.ModelCatalog;
import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.emulator.Emulator;
import dev.storyc.emulator.EmulatorSettings;
import dev.storyc.emulator.Faults;
import dev.storyc.media.AnimaticRenderer;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code storyc emulator}. */
@Command(
        name = "emulator",
        description = "Run a ShortAPI on this machine, for tests and rehearsals, until it is interrupted.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  storyc emulator --port 8080",
            "  storyc emulator --faults faults.yaml",
            "  SHORTAPI_KEY=ak-test storyc build --api-url http://127.0.0.1:8080 --as rehearsal --yes"
        })
final class EmulatorCommand implements Callable<Integer> {
    private static final Duration JOB_TIME = Duration.ofSeconds(2);

    private final Console console;
    private final Path folder;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "The port; a free one if not given.")
    private int port;

    @Option(
            names = "--faults",
            paramLabel = "FILE",
            description = "What is to go wrong, and when; docs/emulator.md lists it all.")
    private @Nullable Path faults;

    EmulatorCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new UserError(Exit.USAGE, "--port takes a number up to 65535");
        }
        FaultsFile.Plan plan =
                faults == null ? null : FaultsFile.read(folder.resolve(faults), faults.toString(), console.width());
        Path films = Files.createTempDirectory("storyc-emulator");
        Duration jobTime = plan == null || plan.jobTime() == null ? JOB_TIME : plan.jobTime();
        Emulator emulator = new Emulator(
                new ModelCatalog(),
                new EmulatorSettings(port, jobTime, false, null, true),
                new AnimaticRenderer(),
                films,
                Clock.systemUTC(),
                new SecureRandom(),
                plan == null ? Faults.none() : plan.faults());
        start(emulator);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try (emulator) {
                ended.countDown();
            } catch (IOException e) {
                console.err().println("storyc: " + e.getMessage());
            }
        }));
        console.out().println(emulator.url());
        console.err().println("a ShortAPI that bills nobody; counts at " + emulator.url() + "/__stats; Ctrl-C ends it");
        ended.await();
        return Exit.DONE;
    }

    private void start(Emulator emulator) throws IOException {
        try {
            emulator.start();
        } catch (BindException e) {
            throw new UserError(Exit.USAGE, "port " + port + " is taken: name another, or none for one that is free");
        }
    }
}
