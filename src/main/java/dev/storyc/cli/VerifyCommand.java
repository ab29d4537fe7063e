package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.outputs.BoughtFilms;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Outputs;
import dev.storyc.plan.Usd;
import dev.storyc.store.FilmStore;
import dev.storyc.store.Realm;
import dev.storyc.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code storyc verify}. */
@Command(
        name = "verify",
        description = "Compare the manifest with the films under out/ and in the store, byte for byte, by SHA-256.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc verify", "  storyc verify storyboards/aurora-launch.yaml --as draft"})
final class VerifyCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private WrittenOptions written = new WrittenOptions();

    VerifyCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        Campaign campaign = Campaign.open(read, folder);
        Outputs outputs = written.of(campaign.workspace());
        List<Diagnostic> findings = new ArrayList<>();
        Bought bought = LockedCampaign.bought(campaign, outputs, findings);
        Findings.print(findings, console, output);
        if (!findings.isEmpty()) {
            return Exit.STORYBOARD_WRONG;
        }
        List<CompiledStoryboard> boards = campaign.compile(bought);
        Findings.print(campaign, console, output);
        if (campaign.exit() != Exit.DONE) {
            return campaign.exit();
        }
        if (!output.quiet()) {
            LockedCampaign.notes(bought).forEach(console.err()::println);
        }
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (CompiledStoryboard board : boards) {
            Path file = outputs.manifest(board);
            Manifest manifest = outputs.read(file).value();
            if (manifest == null) {
                wrong.add(board.name() + ": there is no manifest "
                        + campaign.workspace().shown(file));
                continue;
            }
            checked += manifest.rows().size();
            wrong.addAll(LockedCampaign.edited(manifest, campaign.workspace().shown(file)));
            wrong.addAll(faults(board, manifest, outputs));
        }
        wrong.forEach(line -> console.out().println(VisibleText.of(line)));
        if (!output.quiet()) {
            console.out()
                    .println(Counted.count(checked, "film") + " of the manifest, "
                            + (wrong.isEmpty() ? "all as they were bought" : Counted.count(wrong.size(), "problem")));
        }
        return wrong.isEmpty() ? Exit.DONE : Exit.FILM_WRONG;
    }

    /** What is wrong under {@code out/}, and in the store where there is one; that lacks none of what lies under out/. */
    private List<String> faults(CompiledStoryboard board, Manifest manifest, Outputs outputs) {
        String name = manifest.realm();
        Realm realm = name == null ? Realm.DEFAULT : new Realm(name);
        StoreFiles files = StorePlaces.of(realm, console, outputs.workspace()).files();
        FilmStore store = FilmStore.peek(files);
        BoughtFilms films = new BoughtFilms(store, outputs);
        List<String> wrong = new ArrayList<>();
        int unheld = 0;
        for (ManifestRow row : manifest.rows()) {
            films.underOut(board.name(), row).ifPresent(wrong::add);
            if (!Files.exists(store.film(row.film()))) {
                unheld++;
            } else {
                films.inStore(row.film())
                        .ifPresent(words -> wrong.add(words + "; it was bought for "
                                + Usd.words(row.film().cost()) + ": `storyc store quarantine "
                                + row.film().key().brief() + "` sets it aside"));
            }
        }
        if (unheld > 0 && files.there() && !output.quiet()) {
            console.err()
                    .println("note: the store doesn't hold " + Counted.count(unheld, "film") + " of " + board.name()
                            + ": keep out/, or fetch them from whoever bought them");
        }
        return wrong;
    }
}
