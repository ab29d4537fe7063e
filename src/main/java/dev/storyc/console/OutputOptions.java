package dev.storyc.console;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import picocli.CommandLine.Option;

/** How much is said, and in which colours. */
public final class OutputOptions {
    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto", description = "auto, always or never.")
    private String color = "auto";

    @Option(
            names = {"-q", "--quiet"},
            description = "Say only what needs a person.")
    private boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say more; after a bug in storyc, print where.")
    private boolean verbose;

    public String color() {
        if (!color.equals("auto") && !color.equals("always") && !color.equals("never")) {
            throw new UserError(Exit.USAGE, "--color takes auto, always or never, and not " + color);
        }
        return color;
    }

    public boolean quiet() {
        return quiet;
    }

    public boolean verbose() {
        return verbose;
    }
}
