package dev.storyc.cli;

import dev.storyc.Validators;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.console.Console;
import dev.storyc.lsp.EditorServer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code storyc lsp}. */
@Command(
        name = "lsp",
        description = "Serve an editor: speak the Language Server Protocol on standard input and output.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc lsp", "docs/editors.md says how VS Code and Neovim start it."})
final class LspCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @SuppressWarnings("UnusedVariable") // many editors' extensions pass it, and there is no other way to speak
    @Option(names = "--stdio", description = "Use standard input and output, as it does anyhow.")
    private boolean stdio;

    LspCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() {
        // Standard output belongs to the protocol; whatever a library would print there goes where people look.
        System.setOut(System.err);
        EditorServer server =
                new EditorServer(Storyc.version(), new EditorFiles(folder), new ModelCatalog(), Validators.start());
        return server.serve(console.in(), console.out());
    }
}
