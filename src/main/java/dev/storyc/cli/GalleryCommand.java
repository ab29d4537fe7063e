package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.Result;
import dev.storyc.manifest.Manifest;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Outputs;
import dev.storyc.plan.Holdings;
import dev.storyc.report.Showing;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code storyc gallery}. */
@Command(
        name = "gallery",
        description = "Write the gallery again, from the storyboards, their manifests and the films under out/.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  storyc gallery",
            "  storyc gallery storyboards/aurora-launch.yaml --as animatic",
            "  storyc gallery --set quality=std --as draft"
        })
final class GalleryCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private WrittenOptions written = new WrittenOptions();

    GalleryCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        Campaign campaign = Campaign.open(read, folder);
        Outputs outputs = written.of(campaign.workspace());
        List<CompiledStoryboard> boards = campaign.compile();
        Findings.print(campaign, console, output);
        if (campaign.exit() != Exit.DONE) {
            return campaign.exit();
        }
        Map<String, Manifest> manifests = new LinkedHashMap<>();
        List<Diagnostic> wrong = new ArrayList<>();
        for (CompiledStoryboard board : boards) {
            Result<Manifest> manifest = outputs.read(outputs.manifest(board));
            wrong.addAll(manifest.diagnostics());
            if (manifest.value() != null) {
                manifests.put(board.name(), manifest.value());
            }
        }
        if (!wrong.isEmpty()) {
            Findings.print(wrong, console, output);
            return Exit.STORYBOARD_WRONG;
        }
        Galleries galleries = new Galleries(console, outputs);
        galleries.write(showings(campaign, boards, manifests, outputs));
        if (!output.quiet()) {
            boards.forEach(board -> console.out().println(campaign.workspace().shown(galleries.file(board.name()))));
        }
        return Exit.DONE;
    }

    /** Storyboards by the store of the realm that their manifests name; what no store tells, the manifests do. */
    private List<Showing> showings(
            Campaign campaign, List<CompiledStoryboard> boards, Map<String, Manifest> manifests, Outputs outputs)
            throws IOException {
        Map<Realm, List<CompiledStoryboard>> realms = new LinkedHashMap<>();
        for (CompiledStoryboard board : boards) {
            Manifest manifest = manifests.get(board.name());
            String name = manifest == null ? null : manifest.realm();
            realms.computeIfAbsent(name == null ? Realm.DEFAULT : new Realm(name), unused -> new ArrayList<>())
                    .add(board);
        }
        List<Showing> showings = new ArrayList<>();
        for (Map.Entry<Realm, List<CompiledStoryboard>> entry : realms.entrySet()) {
            Realm realm = entry.getKey();
            List<CompiledStoryboard> some = entry.getValue();
            StorePlace place = StorePlaces.of(realm, console, campaign.workspace());
            Optional<Vault> vault = Vault.openIfThere(place);
            try {
                Holdings held = new TeamSight(console, place.shared())
                        .over(
                                some,
                                manifests.values(),
                                vault.map(opened -> opened.holdings(some)).orElseGet(Vault::nothing));
                showings.addAll(new WholeShowings(outputs)
                        .of(some, manifests, campaign.choices().selection(), realm, held));
            } finally {
                vault.ifPresent(Vault::close);
                place.close();
            }
        }
        return showings;
    }
}
