package dev.storyc.cli;

import dev.storyc.expand.Choices;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What commands take that read storyboards and nothing else. */
final class ReadOptions {
    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Storyboards, or folders of them; else the workspace's storyboards/.")
    private List<String> paths = new ArrayList<>();

    @Mixin
    private ChoiceOptions choices = new ChoiceOptions();

    /** Only these paths, and all that is in them. */
    static ReadOptions of(List<String> paths) {
        ReadOptions options = new ReadOptions();
        options.paths = paths;
        return options;
    }

    List<String> paths() {
        return paths;
    }

    Choices choices() {
        return choices.choices();
    }
}
