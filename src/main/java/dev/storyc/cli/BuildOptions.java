package dev.storyc.cli;

import dev.storyc.plan.StepState;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a build takes beside the storyboards. */
final class BuildOptions {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "shortapi",
            description = "shortapi, or animatic: drawn stand-ins that cost nothing (and mean --as animatic).")
    private String backend = "shortapi";

    @Option(names = "--as", paramLabel = "NAME", description = "Write to out/STORYBOARD@NAME/, the manifest too.")
    private @Nullable String as;

    @Option(names = "--max-cost", paramLabel = "USD", description = "Spend at most this much, and ask nothing.")
    private @Nullable String maxCost;

    @Option(
            names = {"-y", "--yes"},
            description = "Spend what the plan says, and ask nothing.")
    private boolean yes;

    @Option(names = "--rebuy", description = "Buy again what was bought before and is lost.")
    private boolean rebuy;

    @Option(
            names = "--retry",
            paramLabel = "STATE",
            split = ",",
            description = "Buy again what is failed, refused or abandoned. May be repeated.")
    private List<String> retry = new ArrayList<>();

    @Option(names = "--new-store", description = "In CI: begin a new store, though it may go with this machine.")
    private boolean newStore;

    @Option(names = "--in-flight", paramLabel = "N", description = "At most this many jobs at once.")
    private @Nullable Integer inFlight;

    @Option(names = "--api-url", paramLabel = "URL", description = "Another ShortAPI, such as `storyc emulator`.")
    private @Nullable String apiUrl;

    @Option(names = "--key-file", paramLabel = "FILE", description = "Read the API key from here; else SHORTAPI_KEY.")
    private @Nullable Path keyFile;

    @Option(names = "--out", paramLabel = "DIR", description = "Put films here instead of out/.")
    private @Nullable Path out;

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private String format = "text";

    boolean animatic() {
        return switch (backend) {
            case "animatic" -> true;
            case "shortapi" -> false;
            default -> throw new UserError(Exit.USAGE, "--backend takes shortapi or animatic, and not " + backend);
        };
    }

    @Nullable
    String as() {
        return as == null && animatic() ? "animatic" : as;
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

    boolean rebuy() {
        return rebuy;
    }

    boolean newStore() {
        return newStore;
    }

    Set<StepState> retry() {
        Set<StepState> states = new HashSet<>();
        for (String word : retry) {
            states.add(
                    switch (word) {
                        case "failed" -> StepState.FAILED;
                        case "refused" -> StepState.REFUSED;
                        case "abandoned" -> StepState.ABANDONED;
                        default ->
                            throw new UserError(
                                    Exit.USAGE, "--retry takes failed, refused or abandoned, and not " + word);
                    });
        }
        return states;
    }

    Optional<Integer> inFlight() {
        if (inFlight != null && inFlight < 1) {
            throw new UserError(Exit.USAGE, "--in-flight takes a number from 1");
        }
        return Optional.ofNullable(inFlight);
    }

    @Nullable
    String apiUrl() {
        return apiUrl;
    }

    @Nullable
    Path keyFile() {
        return keyFile;
    }

    @Nullable
    Path out() {
        return out;
    }

    boolean json() {
        return switch (format) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new UserError(Exit.USAGE, "--format takes text or json, and not " + format);
        };
    }
}
