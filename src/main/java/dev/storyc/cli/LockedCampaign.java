package dev.storyc.cli;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.UserError;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.manifest.RowAudit;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Outputs;
import dev.storyc.plan.Difference;
import dev.storyc.plan.Planner;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Storyboards compiled as they were when their manifests were written.
 *
 * @param boards as the manifests' models and cuts make them
 * @param manifests by the storyboard's name
 * @param narrowed whether only a part is meant
 * @param findings what is wrong with the manifests; then nothing is compiled
 */
record LockedCampaign(
        List<CompiledStoryboard> boards,
        Map<String, Manifest> manifests,
        Bought bought,
        boolean narrowed,
        List<Diagnostic> findings) {
    static LockedCampaign read(Campaign campaign, Outputs outputs, Realm realm) throws IOException {
        List<Diagnostic> findings = new ArrayList<>();
        Bought bought = bought(campaign, outputs, findings);
        boolean narrowed = !campaign.choices().selection().isEverything();
        if (!findings.isEmpty()) {
            return new LockedCampaign(List.of(), Map.of(), bought, narrowed, findings);
        }
        List<CompiledStoryboard> boards = campaign.compile(bought).stream()
                .map(board ->
                        board.with(board.clips().stream().map(bought::asSent).toList()))
                .toList();
        Map<String, Manifest> manifests = new LinkedHashMap<>();
        for (CompiledStoryboard board : boards) {
            if (!Files.exists(outputs.manifest(board))) {
                throw new UserError(
                        Exit.FILM_WRONG,
                        "there is no manifest " + campaign.workspace().shown(outputs.manifest(board))
                                + ", and --locked builds only what one names: build without it first, and commit it");
            }
            manifests.put(board.name(), outputs.readFor(board, realm, findings));
        }
        return new LockedCampaign(boards, manifests, bought, narrowed, findings);
    }

    /** What the manifests of all storyboards tell; what is wrong with them goes to the list. */
    static Bought bought(Campaign campaign, Outputs outputs, List<Diagnostic> findings) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (Path file : campaign.paths()) {
            for (Path manifest : places(campaign, outputs, file)) {
                Result<Manifest> read = outputs.read(manifest);
                findings.addAll(read.diagnostics());
                Manifest value = read.value();
                if (value != null) {
                    manifests.add(value);
                }
            }
        }
        return new Bought(manifests);
    }

    /** The manifest beside a storyboard, which its file names; or that of a build's name, which the storyboard names. */
    private static List<Path> places(Campaign campaign, Outputs outputs, Path file) {
        if (outputs.as() == null) {
            return List.of(outputs.manifest(file, ""));
        }
        var read = campaign.read(file).value();
        return read == null
                ? List.of()
                : List.of(outputs.manifest(file, read.value().name()));
    }

    Manifest manifest(CompiledStoryboard board) {
        Manifest manifest = manifests.get(board.name());
        if (manifest == null) {
            throw new IllegalStateException("no manifest of " + board.name());
        }
        return manifest;
    }

    ManifestRow row(Place place) {
        return bought.row(place).orElseThrow();
    }

    /** Every clip that is meant, and was bought as it is. */
    Set<Place> wanted() {
        Set<Place> wanted = new HashSet<>();
        boards.forEach(board -> board.clips().forEach(clip -> wanted.add(Planner.place(clip))));
        return wanted;
    }

    /** What isn't as it was, though nothing that is sent depends on it. */
    static List<String> notes(Bought bought) {
        return bought.models().keySet().stream()
                .map(model -> "note: no model `" + model
                        + "` is known any more; its requests are taken as the manifest says they were sent")
                .toList();
    }

    /** Rows that can't be as a build wrote them, by the manifest alone. */
    static List<String> edited(Manifest manifest, String shown) {
        RowAudit audit = new RowAudit(manifest.rows());
        List<String> lines = new ArrayList<>();
        for (ManifestRow row : manifest.rows()) {
            String begin = shown + " is wrong about " + row.place().address() + ": ";
            audit.wrong(row).ifPresent(words -> lines.add(begin + words));
            if (audit.jobContested(row.film())) {
                lines.add(begin + "its job " + row.film().jobId()
                        + " is that of another request too, and a job renders one; take the file back from git");
            }
        }
        return lines;
    }

    /** Where the storyboards and the manifests differ, in order; and where these can't be true. */
    List<String> differences() {
        List<String> lines = new ArrayList<>();
        for (CompiledStoryboard board : boards) {
            lines.addAll(edited(manifest(board), board.name() + "'s manifest"));
            Set<Place> wanted = new HashSet<>();
            for (Clip clip : board.clips()) {
                Place place = Planner.place(clip);
                wanted.add(place);
                bought.row(place)
                        .ifPresentOrElse(
                                row -> changed(clip, row, lines),
                                () -> lines.add(clip.address() + " is new: the manifest doesn't name it"));
            }
            if (!narrowed) {
                manifest(board).rows().stream()
                        .filter(row -> !wanted.contains(row.place()))
                        .forEach(row -> lines.add(row.place().address() + " is gone: only the manifest names it"));
            }
        }
        return lines;
    }

    private static void changed(Clip clip, ManifestRow row, List<String> lines) {
        if (clip.key().equals(row.film().key())) {
            return;
        }
        List<String> names = Difference.between(row.film().payload(), clip.payload()).stream()
                .map(Difference::path)
                .toList();
        lines.add(clip.address() + " changed" + (names.isEmpty() ? "" : ": `" + String.join("`, `", names) + "`"));
    }
}
