package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.shared.SigningKey;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code storyc store keygen}. */
@Command(
        name = "keygen",
        description = "Make a key that signs the records of a shared store, and print its public half.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  storyc store keygen -o ~/.config/storyc/signing.key",
            "  STORYC_SIGNING_KEY_FILE=~/.config/storyc/signing.key storyc build"
        })
final class StoreKeygenCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the private key goes, which must be a new file; default storyc-signing.key.")
    private Path file = Path.of("storyc-signing.key");

    @Mixin
    private OutputOptions output = new OutputOptions();

    StoreKeygenCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() {
        SigningKey key = SigningKey.make();
        Path target = folder.resolve(file);
        try {
            key.write(target);
        } catch (FileAlreadyExistsException e) {
            throw new UserError(
                    Exit.USAGE,
                    target + " is there already, and a key that is written over is gone for good; name another file");
        } catch (NoSuchFileException e) {
            throw new UserError(Exit.USAGE, "the folder of " + target + " is not there");
        } catch (IOException e) {
            throw new UserError(
                    Exit.USAGE,
                    target + " can't be written: "
                            + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage()));
        }
        // The line alone on standard output, so that it can be handed on.
        console.out().println(key.line());
        if (!output.quiet()) {
            console.err().println("the private key is in " + target + ", for you alone; keep it out of git");
            console.err().println("for storyc.yaml, where records are to be believed only if this key signed them:");
            console.err().println("  trusted_keys: [\"" + key.line() + "\"]");
            console.err().println("where records are written: " + SigningKey.FILE + "=" + target);
        }
        return Exit.DONE;
    }
}
