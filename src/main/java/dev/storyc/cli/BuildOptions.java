package dev.storyc.cli;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.plan.StepState;
import dev.storyc.run.RunSettings;
import dev.storyc.workspace.WorkspaceSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What a build takes beside the storyboards. */
final class BuildOptions {
    private static final int MOST_PRIORITY = 100;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "shortapi",
            description = "shortapi, or animatic: drawn stand-ins that cost nothing (and mean --as animatic).")
    private String backend = "shortapi";

    @Mixin
    private BuyOptions buy = new BuyOptions();

    @Option(names = "--plan", paramLabel = "FILE", description = "Do what this plan of `storyc plan -o` says, no more.")
    private @Nullable Path plan;

    @Option(names = "--max-cost", paramLabel = "USD", description = "Spend at most this much, and ask nothing.")
    private @Nullable String maxCost;

    @Option(
            names = {"-y", "--yes"},
            description = "Spend what the plan says, and ask nothing.")
    private boolean yes;

    @Option(
            names = "--locked",
            description = "Build exactly what the manifests name, from what is held; send and change nothing.")
    private boolean locked;

    @Option(names = "--offline", description = "Use no network; tell what would need it.")
    private boolean offline;

    @Option(names = "--in-flight", paramLabel = "N", description = "At most this many jobs at once.")
    private @Nullable Integer inFlight;

    @Option(names = "--key-file", paramLabel = "FILE", description = "Read the API key from here; else SHORTAPI_KEY.")
    private @Nullable Path keyFile;

    @Option(
            names = "--watch-page",
            arity = "0..1",
            paramLabel = "PORT",
            parameterConsumer = PortIfAny.class,
            description =
                    "Serve the gallery on this machine while the build runs; without a port, on any that is free.")
    private @Nullable String watchPage;

    @Option(
            names = "--pictures",
            paramLabel = "WHICH",
            description = "all: stills, contact sheets and cuts of the films; or none. Else what storyc.yaml says.")
    private @Nullable String pictures;

    @Option(names = "--detach", description = "Leave the build to the fleet, and print its id.")
    private boolean detach;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "In a fleet: builds of higher numbers go first; 0 if not given.")
    private @Nullable Integer priority;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private String format = "text";

    /** Takes what follows if that is a port; a PATH is for others. */
    static final class PortIfAny implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
            boolean port = !args.isEmpty() && args.peek().matches("[0-9]{1,9}");
            option.setValue(port ? args.pop() : "0");
        }
    }

    boolean animatic() {
        return switch (backend) {
            case "animatic" -> true;
            case "shortapi" -> false;
            default -> throw new UserError(Exit.USAGE, "--backend takes shortapi or animatic, and not " + backend);
        };
    }

    @Nullable
    String as() {
        return buy.as() == null && animatic() ? "animatic" : buy.as();
    }

    Optional<BigDecimal> maxCost() {
        if (maxCost == null) {
            return Optional.empty();
        }
        if (!maxCost.matches("[0-9]{1,9}(\\.[0-9]{1,6})?")) {
            throw new UserError(Exit.USAGE, "--max-cost takes US dollars, such as 20 or 12.50, and not " + maxCost);
        }
        return Optional.of(new BigDecimal(maxCost));
    }

    boolean yes() {
        return yes;
    }

    boolean locked() {
        return locked;
    }

    boolean offline() {
        return offline;
    }

    boolean rebuy() {
        return buy.rebuy();
    }

    Set<StepState> retry() {
        return buy.retry();
    }

    boolean newStore() {
        return buy.newStore();
    }

    /** The plan that is to be carried out, or null. */
    @Nullable
    Path plan() {
        return plan;
    }

    Optional<Integer> inFlight() {
        if (inFlight != null && inFlight < 1) {
            throw new UserError(Exit.USAGE, "--in-flight takes a number from 1");
        }
        return Optional.ofNullable(inFlight);
    }

    @Nullable
    String apiUrl() {
        return buy.apiUrl();
    }

    @Nullable
    Path keyFile() {
        return keyFile;
    }

    /** The port of the page to watch, 0 for any; empty where none is wished for. */
    OptionalInt watchPage() {
        if (watchPage == null) {
            return OptionalInt.empty();
        }
        if (!watchPage.matches("[0-9]{1,5}") || Integer.parseInt(watchPage) > 65_535) {
            throw new UserError(Exit.USAGE, "--watch-page takes a port from 1 to 65535, or none, and not " + watchPage);
        }
        if (locked || offline) {
            throw new UserError(
                    Exit.USAGE,
                    "--watch-page shows what is rendered, and with " + (locked ? "--locked" : "--offline")
                            + " nothing is");
        }
        return OptionalInt.of(Integer.parseInt(watchPage));
    }

    /** Whether pictures and cuts are made: this flag, else what the workspace says, else yes. */
    boolean pictures(WorkspaceSettings written) {
        String which = pictures == null ? written.text("pictures").orElse("all") : pictures;
        if (!which.equals("all") && !which.equals("none")) {
            throw new UserError(
                    Exit.USAGE,
                    (pictures == null ? "`pictures` in storyc.yaml" : "--pictures") + " takes all or none, and not "
                            + which);
        }
        return which.equals("all");
    }

    @Nullable
    Path out() {
        return buy.out();
    }

    boolean json() {
        return switch (format) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new UserError(Exit.USAGE, "--format takes text or json, and not " + format);
        };
    }

    boolean detach() {
        return detach;
    }

    int priority() {
        if (priority != null && (priority < -MOST_PRIORITY || priority > MOST_PRIORITY)) {
            throw new UserError(
                    Exit.USAGE, "--priority takes a number from -" + MOST_PRIORITY + " to " + MOST_PRIORITY);
        }
        return priority == null ? 0 : priority;
    }

    /**
     * Refuses flags that are another's business where a fleet builds, and a fleet's where there is none.
     *
     * @throws UserError if there are such
     */
    void refuseMisplaced(boolean fleet) {
        if (!fleet && (detach || priority != null)) {
            throw new UserError(
                    Exit.USAGE,
                    (detach ? "--detach leaves a build to a fleet" : "--priority is for builds of a fleet")
                            + ", and this one has none: set `fleet` in storyc.yaml, or leave the flag out");
        }
        if (fleet && inFlight != null) {
            throw new UserError(
                    Exit.USAGE,
                    "--in-flight is for workers where a fleet builds: storyc worker --in-flight " + inFlight);
        }
        if (detach && locked) {
            throw new UserError(Exit.USAGE, "--detach leaves buying to a fleet, and with --locked nothing is bought");
        }
    }

    /** How a build waits and how much it does at once: these flags, else the workspace's settings, else what is usual. */
    RunSettings settings(WorkspaceSettings written) {
        if (animatic()) {
            int cores = Runtime.getRuntime().availableProcessors();
            return RunSettings.swift(inFlight().orElse(cores + 2));
        }
        return settings(written, inFlight());
    }

    /** The same for ShortAPI, where a flag may say how many jobs at once. */
    static RunSettings settings(WorkspaceSettings written, Optional<Integer> inFlight) {
        RunSettings usual = RunSettings.usual();
        return new RunSettings(
                inFlight.orElse(written.whole("api.in_flight", usual.inFlight())),
                written.duration("api.first_query", usual.firstQuery()),
                written.duration("api.query_every", usual.queryEvery()),
                written.duration("api.query_at_most", usual.queryAtMost()),
                written.duration("api.give_up_after", usual.giveUpAfter()),
                usual.pause(),
                usual.unsentTries());
    }
}
