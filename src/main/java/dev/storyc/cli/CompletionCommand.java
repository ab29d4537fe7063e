package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.UserError;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code storyc completion}. */
@Command(
        name = "completion",
        description = "Print what a shell sources to complete commands, flags, their values and file names.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  eval \"$(storyc completion bash)\"         in ~/.bashrc",
            "  eval \"$(storyc completion zsh)\"          in ~/.zshrc, behind compinit",
            "  storyc completion fish | source          in ~/.config/fish/config.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell = "";

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CompletionScript script = new CompletionScript(CompletionPlace.all(spec.root()));
        console.out()
                .print(
                        switch (shell) {
                            case "bash" -> script.bash();
                            case "zsh" -> script.zsh();
                            case "fish" -> script.fish();
                            default ->
                                throw new UserError(
                                        Exit.USAGE,
                                        "storyc completes in bash, zsh and fish, and not in " + shell + "; "
                                                + NearestName.hint(shell, SHELLS));
                        });
        return Exit.DONE;
    }
}
