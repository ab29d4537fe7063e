package dev.storyc.cli;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.plan.StepState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What decides what would be bought, and from whom: the same for a plan and for the build that carries it out. */
final class BuyOptions {
    @Option(names = "--as", paramLabel = "NAME", description = "Write to out/STORYBOARD@NAME/, the manifest too.")
    private @Nullable String as;

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

    @Option(names = "--api-url", paramLabel = "URL", description = "Another ShortAPI, such as `storyc emulator`.")
    private @Nullable String apiUrl;

    @Option(names = "--out", paramLabel = "DIR", description = "Put films here instead of out/.")
    private @Nullable Path out;

    @Nullable
    String as() {
        return as;
    }

    boolean rebuy() {
        return rebuy;
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

    boolean newStore() {
        return newStore;
    }

    @Nullable
    String apiUrl() {
        return apiUrl;
    }

    @Nullable
    Path out() {
        return out;
    }
}
