package dev.storyc.cli;

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
        return new BuildSession(console.drawn(), folder, read, options, output).run();
    }
}
