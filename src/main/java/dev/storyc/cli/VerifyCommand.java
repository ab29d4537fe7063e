package dev.storyc.cli;

import dev.storyc.diagnostic.Result;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code storyc verify}. */
@Command(
        name = "verify",
        description = "Compare the manifest with the films under out/, byte for byte, by SHA-256.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc verify", "  storyc verify storyboards/aurora-launch.yaml --as draft"})
final class VerifyCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--as", paramLabel = "NAME", description = "What a build wrote under that name.")
    private @Nullable String as;

    @Option(names = "--out", paramLabel = "DIR", description = "Films are here instead of in out/.")
    private @Nullable Path out;

    VerifyCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        Campaign campaign = Campaign.open(read, folder);
        List<CompiledStoryboard> boards = campaign.compile();
        Findings.print(campaign, console, output);
        if (campaign.exit() != Exit.DONE) {
            return campaign.exit();
        }
        Outputs outputs = Outputs.of(campaign.workspace(), out, as);
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (CompiledStoryboard board : boards) {
            Path file = outputs.manifest(board);
            Result<Manifest> result = outputs.read(file);
            result.diagnostics()
                    .forEach(d ->
                            console.err().println(Findings.text(console, output).format(d) + "\n"));
            Manifest manifest = result.value();
            if (result.hasErrors()) {
                return Exit.STORYBOARD_WRONG;
            }
            if (manifest == null) {
                wrong.add(board.name() + ": there is no manifest "
                        + campaign.workspace().shown(file));
                continue;
            }
            for (ManifestRow row : manifest.rows()) {
                checked++;
                Path film = outputs.folder(board.name()).resolve(row.file());
                fault(row, film)
                        .ifPresent(words -> wrong.add(campaign.workspace().shown(film) + ": " + words));
            }
        }
        wrong.forEach(console.out()::println);
        if (!output.quiet()) {
            console.out()
                    .println(Findings.count(checked, "film") + " of the manifest, "
                            + (wrong.isEmpty() ? "all as they were bought" : Findings.count(wrong.size(), "problem")));
        }
        return wrong.isEmpty() ? Exit.DONE : Exit.FILM_WRONG;
    }

    private static Optional<String> fault(ManifestRow row, Path film) throws IOException {
        if (!Files.isRegularFile(film)) {
            return Optional.of("it is not there");
        }
        long size = Files.size(film);
        if (size != row.film().bytes()) {
            return Optional.of("it has " + size + " bytes, and was bought with "
                    + row.film().bytes());
        }
        return Digests.sha256(film).equals(row.film().sha256())
                ? Optional.empty()
                : Optional.of("its bytes are not those that were bought");
    }
}
