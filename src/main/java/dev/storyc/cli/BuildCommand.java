package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code storyc build}. */
@Command(
        name = "build",
        description = "Plan, then render what is missing, prove it, store it, and place it under out/.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  storyc build --backend animatic storyboards/aurora-launch.yaml",
            "  SHORTAPI_KEY=… storyc build storyboards/aurora-launch.yaml --max-cost 20",
            "  storyc build --set quality=std --as draft --yes",
            "  storyc build --watch-page"
        })
final class BuildCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private BuildOptions options = new BuildOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    BuildCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        BuildSession session = new BuildSession(console.drawn(), folder, read, options, output);
        int exit = session.run();
        if (options.json() && !session.told()) {
            console.out().println(EndJson.line(exit, words(exit)));
        }
        return exit;
    }

    /** Why a build ended before it began; the error stream tells more. */
    private static String words(int exit) {
        return switch (exit) {
            case Exit.STORYBOARD_WRONG -> "a storyboard or manifest is wrong; nothing was sent";
            case Exit.BUDGET -> "nobody said that it may be spent; nothing was sent";
            default -> "nothing was sent";
        };
    }
}
