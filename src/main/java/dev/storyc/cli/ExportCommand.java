package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.manifest.Manifest;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.Prospect;
import dev.storyc.outputs.Showings;
import dev.storyc.report.Export;
import dev.storyc.report.Exports;
import dev.storyc.report.Paper;
import dev.storyc.report.Showing;
import dev.storyc.report.ShownClip;
import dev.storyc.report.ShownVariant;
import dev.storyc.store.FilmStore;
import dev.storyc.store.OutputFolder;
import dev.storyc.store.Realm;
import dev.storyc.store.StoreFiles;
import dev.storyc.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code storyc export}. */
@Command(
        name = "export",
        description = "Hand the storyboard on to other tools, before or after its films are there. Nothing is sent.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  storyc export --to otio",
            "  storyc export storyboards/aurora-launch.yaml --to fcpxml --select variant:city=Lisbon",
            "  storyc export --to csv -o handoff",
            "  storyc export --to edl --as draft",
            "  storyc export --to pdf --paper letter"
        })
final class ExportCommand implements Callable<Integer> {
    /** Within a storyboard's output folder, apart from what builds write there. */
    private static final String FOLDER = "export";

    private static final String PDF = "pdf";

    private final Console console;
    private final Path folder;

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORMAT",
            description =
                    "otio (OpenTimelineIO), edl (CMX 3600), fcpxml (Final Cut, Resolve), srt, csv or pdf (a shot list).")
    private String to = "";

    @Option(names = "--paper", paramLabel = "PAPER", description = "Of a pdf: a4 (the default) or letter.")
    private String paper = "a4";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Write into this folder instead of out/STORYBOARD/export/.")
    private @Nullable Path target;

    @Mixin
    private WrittenOptions written = new WrittenOptions();

    ExportCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        refuseUnknown();
        Campaign campaign = Campaign.open(read, folder);
        List<CompiledStoryboard> boards = campaign.compile();
        Findings.print(campaign, console, output);
        if (campaign.exit() != Exit.DONE) {
            return campaign.exit();
        }
        Outputs outputs = written.of(campaign.workspace());
        Export export = to.equals(PDF)
                ? new ShotListExport(paper(), outputs)
                : Objects.requireNonNull(Exports.all().get(to));
        List<Diagnostic> wrong = new ArrayList<>();
        Map<Realm, Map<CompiledStoryboard, Manifest>> realms = byRealm(boards, outputs, wrong);
        if (!wrong.isEmpty()) {
            Findings.print(wrong, console, output);
            return Exit.STORYBOARD_WRONG;
        }
        List<Showing> showings = new ArrayList<>();
        for (Map.Entry<Realm, Map<CompiledStoryboard, Manifest>> realm : realms.entrySet()) {
            showings.addAll(showings(realm.getKey(), realm.getValue(), campaign, outputs));
        }
        int files = 0;
        for (Showing showing : showings) {
            files += write(export, showing, outputs, boards.size() > 1);
        }
        if (files == 0) {
            say("there is nothing to export as " + to);
        }
        return Exit.DONE;
    }

    /** Before anything is compiled: a mistyped word needs no storyboard to be found. */
    private void refuseUnknown() {
        List<String> formats = new ArrayList<>(Exports.all().keySet());
        formats.add(PDF);
        if (!formats.contains(to)) {
            throw new UserError(Exit.USAGE, "--to takes " + String.join(", ", formats) + ", and not " + to);
        }
        paper();
    }

    private Paper paper() {
        for (Paper known : Paper.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(paper)) {
                return known;
            }
        }
        throw new UserError(Exit.USAGE, "--paper takes a4 or letter, and not " + paper);
    }

    /** The storyboards and their manifests, by the realm that a manifest names. */
    private static Map<Realm, Map<CompiledStoryboard, Manifest>> byRealm(
            List<CompiledStoryboard> boards, Outputs outputs, List<Diagnostic> wrong) throws IOException {
        Map<Realm, Map<CompiledStoryboard, Manifest>> realms = new LinkedHashMap<>();
        for (CompiledStoryboard board : boards) {
            Result<Manifest> result = outputs.read(outputs.manifest(board));
            wrong.addAll(result.diagnostics());
            Manifest manifest = result.value() == null ? new Manifest(null, List.of()) : result.value();
            Realm realm = manifest.realm() == null ? Realm.DEFAULT : new Realm(manifest.realm());
            realms.computeIfAbsent(realm, unused -> new LinkedHashMap<>()).put(board, manifest);
        }
        return realms;
    }

    /** Storyboards of one realm as they stand by their manifests and by the store, if it is there. */
    private List<Showing> showings(
            Realm realm, Map<CompiledStoryboard, Manifest> boards, Campaign campaign, Outputs outputs) {
        Workspace workspace = campaign.workspace();
        List<CompiledStoryboard> all = List.copyOf(boards.keySet());
        Map<String, Manifest> manifests = new HashMap<>();
        boards.forEach((board, manifest) -> manifests.put(board.name(), manifest));
        Optional<Vault> vault = Vault.openIfThere(StorePlaces.of(realm, console, workspace));
        try {
            Duration giveUpAfter = workspace.settings().duration("api.give_up_after", Duration.ofMinutes(20));
            Prospect prospect = Prospect.of(
                    all,
                    manifests,
                    campaign.choices().selection(),
                    realm,
                    new Prospect.Choice(false, Set.of(), giveUpAfter),
                    vault.map(opened -> opened.holdings(all)).orElseGet(Vault::nothing),
                    Instant.now());
            return new Showings(outputs, realm.free()).of(prospect);
        } finally {
            vault.ifPresent(Vault::close);
        }
    }

    private int write(Export export, Showing showing, Outputs outputs, boolean several) throws IOException {
        Path films = outputs.folder(showing.storyboard());
        Path chosen = target == null ? null : folder.resolve(target);
        Path into = chosen == null
                ? films.resolve(FOLDER)
                : several ? chosen.resolve(String.valueOf(films.getFileName())) : chosen;
        if (chosen == null) {
            refuseLinks(films, outputs.workspace());
        }
        ExportFiles files = new ExportFiles(into, outputs.workspace(), console, output.quiet());
        export.write(showing, ExportFiles.place(into, films), files);
        int missing = 0;
        int clips = 0;
        for (ShownVariant variant : showing.variants()) {
            for (ShownClip clip : variant.clips()) {
                clips++;
                missing += clip.picked().file() == null ? 1 : 0;
            }
        }
        if (missing > 0) {
            say(Counted.number(missing) + " of " + Counted.count(clips, "clip") + " of " + showing.storyboard()
                    + " have no film under " + outputs.workspace().shown(films)
                    + ": they are in it with their planned length");
        }
        return files.written();
    }

    /** A folder that a link leads elsewhere is only written to where a person named it. */
    private void refuseLinks(Path films, Workspace workspace) {
        StoreFiles files = StorePlaces.of(Realm.DEFAULT, console, workspace).files();
        List<String> obstacles =
                new OutputFolder(films, FilmStore.peek(files), false).obstacles(List.of(FOLDER + "/file"));
        if (!obstacles.isEmpty()) {
            throw new UserError(Exit.STORE, String.join("\n", obstacles) + "; -o DIR writes elsewhere");
        }
    }

    private void say(String words) {
        if (!output.quiet()) {
            console.err().println("note: " + VisibleText.of(words));
        }
    }
}
