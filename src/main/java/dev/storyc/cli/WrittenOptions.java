package dev.storyc.cli;

import dev.storyc.outputs.Outputs;
import dev.storyc.workspace.Workspace;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a build wrote what a command looks at. */
final class WrittenOptions {
    @Option(names = "--as", paramLabel = "NAME", description = "What a build wrote under that name.")
    private @Nullable String as;

    @Option(names = "--out", paramLabel = "DIR", description = "Films are here instead of in out/.")
    private @Nullable Path out;

    /** The outputs that the flags name. */
    Outputs of(Workspace workspace) {
        return Outputs.of(workspace, out, as);
    }
}
