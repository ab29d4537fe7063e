package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestMerge;
import dev.storyc.manifest.ManifestReader;
import dev.storyc.manifest.ManifestWriter;
import dev.storyc.outputs.Outputs;
import dev.storyc.store.DurableFiles;
import dev.storyc.workspace.ManifestFiles;
import dev.storyc.workspace.TextFile;
import dev.storyc.workspace.UnreadableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code storyc manifest}: what git asks of manifests. */
@Command(
        name = "manifest",
        description = "Bring manifests of two branches together.",
        synopsisSubcommandLabel = "merge BASE OURS THEIRS",
        footerHeading = "%nSet it up as git's merge driver:%n",
        footer = {
            "  git config merge.storyc.driver 'storyc manifest merge %%O %%A %%B'",
            "  echo '*.manifest.json merge=storyc' >> .gitattributes"
        })
final class ManifestCommand {
    private ManifestCommand() {}

    static CommandLine with(Console console, Path folder) {
        CommandLine manifest = new CommandLine(new ManifestCommand());
        manifest.addSubcommand(new MergeCommand(console, folder));
        return manifest;
    }

    /** {@code storyc manifest merge}. */
    @Command(
            name = "merge",
            description =
                    "Merge THEIRS into the file OURS, both having come of BASE; for git, which makes the three files.",
            footerHeading = "%nExamples:%n",
            footer = {"  storyc manifest merge base.json ours.json theirs.json"})
    static final class MergeCommand implements Callable<Integer> {
        private final Console console;
        private final Path folder;

        @Mixin
        private OutputOptions output = new OutputOptions();

        @Parameters(index = "0", paramLabel = "BASE", description = "As it was; empty if neither side had one.")
        private Path base = Path.of("");

        @Parameters(index = "1", paramLabel = "OURS", description = "As it is here; the merged one goes there.")
        private Path ours = Path.of("");

        @Parameters(index = "2", paramLabel = "THEIRS", description = "As it is on the other branch.")
        private Path theirs = Path.of("");

        MergeCommand(Console console, Path folder) {
            this.console = console;
            this.folder = folder;
        }

        @Override
        public Integer call() throws IOException {
            Manifest before = read(base);
            Manifest left = read(ours);
            Manifest right = read(theirs);
            if (before == null || left == null || right == null) {
                return Exit.STORYBOARD_WRONG;
            }
            Optional<Manifest> merged = new ManifestMerge().merge(before, left, right);
            if (merged.isEmpty()) {
                console.err()
                        .println("storyc: one manifest tells of films from " + Outputs.named(left.realm())
                                + " and the other of films from " + Outputs.named(right.realm())
                                + ": take either side's whole file");
                return Exit.STORYBOARD_WRONG;
            }
            DurableFiles.write(folder.resolve(ours), new ManifestWriter().write(merged.get()));
            return Exit.DONE;
        }

        /** Null, and said, if it can't be read: then git is told of a conflict, and the file stays as it is. */
        private @Nullable Manifest read(Path name) throws IOException {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file) && Files.size(file) == 0) {
                return new Manifest(null, List.of());
            }
            Result<Manifest> result;
            try {
                result = new ManifestReader().read(TextFile.read(file, name.toString(), ManifestFiles.MOST_BYTES));
            } catch (UnreadableFile e) {
                result = Result.none(List.of(Diagnostic.of(
                        Rule.MANIFEST_UNREADABLE,
                        Span.ofFile(name.toString()),
                        "this manifest can't be read: " + e.getMessage(),
                        "take either side's whole file")));
            }
            result.diagnostics()
                    .forEach(d ->
                            console.err().println(Findings.text(console, output).format(Objects.requireNonNull(d))));
            return result.hasErrors() ? null : result.value();
        }
    }
}
