package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.expand.Selection;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.outputs.BoughtFilms;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.CutOutcome;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.PictureStage;
import dev.storyc.plan.Planner;
import dev.storyc.plan.Usd;
import dev.storyc.store.FilmStore;
import dev.storyc.store.OutputFolder;
import dev.storyc.store.OutputFolder.Placed;
import dev.storyc.store.Realm;
import dev.storyc.store.SharedLook;
import dev.storyc.store.StoreException;
import dev.storyc.store.StoreFiles;
import dev.storyc.store.Workspaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A build that buys nothing and changes nothing: the storyboards must ask for exactly what their manifests say was bought,
 * and the films are placed as they were.
 */
final class LockedBuild {
    private final Console console;
    private final OutputOptions output;
    private final Campaign campaign;
    private final Outputs outputs;
    private final Realm realm;
    private final PictureStage pictures;
    private boolean told;

    LockedBuild(Console console, OutputOptions output, Campaign campaign, Outputs outputs, Realm realm) {
        this.console = console;
        this.output = output;
        this.campaign = campaign;
        this.outputs = outputs;
        this.realm = realm;
        this.pictures = new PictureStage(console, output, outputs);
    }

    /** Does it, tells it, and gives the exit code. */
    int run(StorePlace place, boolean offline, boolean json) throws IOException, InterruptedException {
        LockedCampaign locked = LockedCampaign.read(campaign, outputs, realm);
        Findings.print(locked.findings(), console, output);
        if (locked.findings().stream().anyMatch(Diagnostic::isError)) {
            return Exit.STORYBOARD_WRONG;
        }
        Findings.print(campaign, console, output);
        if (campaign.exit() != Exit.DONE) {
            return campaign.exit();
        }
        LockedCampaign.notes(locked.bought()).forEach(this::note);
        List<String> differences = locked.differences();
        if (!differences.isEmpty()) {
            tell(differences, "the storyboards don't ask for what the manifests say was bought");
            return json(json, locked, Set.of(), Exit.FILM_WRONG);
        }
        StoreFiles files = place.files();
        SharedLook look = fetch(place, offline, locked, json);
        FilmStore store = FilmStore.peek(files);
        if (files.there()) {
            note(new Workspaces(files));
        }
        BoughtFilms films = new BoughtFilms(store, outputs);
        Map<Place, String> missing = new TreeMap<>();
        for (CompiledStoryboard board : locked.boards()) {
            missing.putAll(place(board, locked, films, store));
        }
        int pictures = this.pictures.make(
                locked.boards(),
                locked.boards().stream().collect(Collectors.toMap(CompiledStoryboard::name, locked::manifest)));
        if (!locked.narrowed()) {
            galleries(locked);
        }
        List<String> lines = new ArrayList<>();
        missing.forEach((clip, why) -> lines.add(clip.address() + ", bought for "
                + Usd.words(locked.row(clip).film().cost()) + ": " + why
                + shared(locked.row(clip).film(), look)));
        if (!lines.isEmpty()) {
            tell(lines, "films can't be had; nothing was sent");
        }
        int exit = missing.isEmpty() ? pictures : look.trouble().isPresent() ? Exit.STORE : Exit.FILM_WRONG;
        if (!json && !output.quiet()) {
            int had = locked.wanted().size() - missing.size();
            console.out()
                    .println("locked: " + Counted.count(had, "film") + " as bought, every byte read"
                            + (missing.isEmpty() ? "" : "; " + missing.size() + " missing"));
            if (!this.pictures.cuts().isEmpty()) {
                console.out().println(CutOutcome.line(this.pictures.cuts()));
            }
        }
        return json(json, locked, missing.keySet(), exit);
    }

    /** Takes what neither the store nor out/ has from where the team shares it; nobody else is asked. */
    private SharedLook fetch(StorePlace place, boolean offline, LockedCampaign locked, boolean json)
            throws InterruptedException {
        SharedLook look = SharedLook.none();
        TeamStore shared = place.shared();
        if (shared == null || (offline && shared.network())) {
            return look;
        }
        FilmStore here = FilmStore.peek(place.files());
        BoughtFilms films = new BoughtFilms(here, outputs);
        Map<String, FilmRecord> far = new LinkedHashMap<>();
        for (CompiledStoryboard board : locked.boards()) {
            for (Clip clip : board.clips()) {
                ManifestRow row = locked.row(Planner.place(clip));
                if (!here.holds(row.film()) && films.underOut(board.name(), row).isPresent()) {
                    far.putIfAbsent(row.film().sha256(), row.film());
                }
            }
        }
        if (far.isEmpty()) {
            return look;
        }
        try (Vault vault = Vault.openOrMake(place);
                TeamFilms team = TeamFilms.of(vault, console, output.quiet() || json, offline)) {
            team.fetch(far.values(), look);
        }
        look.trouble().ifPresent(e -> note(String.valueOf(e.getMessage())));
        return look;
    }

    /** What the team's store had in its place. */
    private static String shared(FilmRecord film, SharedLook look) {
        String words = look.refused().get(film.key());
        return words == null ? "" : "; " + words;
    }

    private Map<Place, String> place(
            CompiledStoryboard board, LockedCampaign locked, BoughtFilms films, FilmStore store) {
        Map<Place, String> missing = new TreeMap<>();
        Set<String> unfit = new HashSet<>();
        Set<Place> wanted = board.clips().stream().map(Planner::place).collect(Collectors.toSet());
        Manifest manifest = locked.manifest(board);
        for (ManifestRow row : manifest.rows()) {
            if (wanted.contains(row.place())) {
                String inStore = films.inStore(row.film()).orElse(null);
                if (inStore != null) {
                    unfit.add(row.film().sha256());
                    films.underOut(board.name(), row)
                            .ifPresent(there -> missing.put(row.place(), inStore + "; " + there));
                }
            }
        }
        boolean copies = outputs.workspace()
                .settings()
                .text("out_files")
                .filter("copy"::equals)
                .isPresent();
        Path folder = outputs.folder(board.name());
        Placed placed = new OutputFolder(folder, store, copies).place(manifest.rows(), unfit);
        placed.notes().forEach(this::note);
        return missing;
    }

    private void galleries(LockedCampaign locked) throws IOException {
        List<CompiledStoryboard> boards = locked.boards();
        new Galleries(console, outputs)
                .write(new WholeShowings(outputs)
                        .of(boards, locked.manifests(), Selection.all(), realm, Vault.nothing()));
    }

    /** So that what tidies up the store asks here too; where it can't be written, nothing tidies it up either. */
    private void note(Workspaces workspaces) {
        try {
            workspaces.note(campaign.workspace().root());
        } catch (StoreException e) {
            note("`storyc store gc` will not know of this workspace: " + e.getMessage());
        }
    }

    private void note(String words) {
        if (!output.quiet()) {
            console.err().println("storyc: " + VisibleText.of(words));
        }
    }

    private void tell(List<String> lines, String sum) {
        lines.forEach(line -> console.err().println(VisibleText.of(line)));
        console.err().println("storyc: " + Counted.count(lines.size(), "problem") + ": " + sum);
    }

    /** Whether the result was told to programs. */
    boolean told() {
        return told;
    }

    private int json(boolean json, LockedCampaign locked, Set<Place> missing, int exit) throws IOException {
        told = true;
        if (json) {
            List<Clip> clips =
                    locked.boards().stream().flatMap(b -> b.clips().stream()).toList();
            console.out().print(new LockedJson(outputs).write(clips, locked.bought(), missing, pictures.cuts(), exit));
        }
        return exit;
    }
}
