package dev.storyc.cli;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.UserError;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.Prospect;
import dev.storyc.plan.Comparison;
import dev.storyc.plan.Comparison.Base;
import dev.storyc.plan.Holdings;
import dev.storyc.plan.Plan;
import dev.storyc.plan.Planner;
import dev.storyc.store.Realm;
import dev.storyc.workspace.AgainstTree;
import dev.storyc.workspace.StoryboardFiles;
import dev.storyc.workspace.Workspace;
import dev.storyc.workspace.WorkspaceSettings;
import dev.storyc.workspace.WorkspaceSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The storyboards of another revision of git, compiled as they were. One that doesn't compile counts as not there, which
 * is noted: it says nothing about what the change costs, only about what is new in it.
 *
 * @param boards those that compile
 * @param rows what their manifests named
 */
record Against(Base base, List<CompiledStoryboard> boards, List<ManifestRow> rows) {
    /**
     * @param now the storyboards it is to be compared with
     * @param realm whose manifests count
     */
    static Against read(String revision, ReadOptions options, Campaign now, Realm realm) throws IOException {
        Path root = now.workspace().root();
        try (AgainstTree tree = AgainstTree.of(revision, root)) {
            List<String> notes = new ArrayList<>(tree.notes());
            Path then = tree.at(root);
            // Files are shown as from the workspace's root, wherever the command is run.
            Workspace workspace = new Workspace(then, settings(then, notes), then);
            Campaign campaign = Campaign.within(workspace, places(options, now, tree), options.choices());
            List<CompiledStoryboard> boards = campaign.compileSound();
            campaign.wrong()
                    .forEach((file, error) -> notes.add(workspace.shown(file)
                            + " did not compile then, so its clips count as new: " + words(error)));
            if (!campaign.wrong().isEmpty()) {
                tree.submodules().forEach(name -> notes.add(name + " was a submodule, and isn't read"));
            }
            List<ManifestRow> rows = rows(campaign, workspace, realm, notes);
            return new Against(new Base(revision, tree.commit(), notes), boards, rows);
        }
    }

    /** What the change from then to now means, everything planned over the same holdings. */
    Comparison compare(Prospect now, Planner.Choices choices, Holdings holdings, Instant at) {
        List<ManifestRow> committed = now.manifests().values().stream()
                .flatMap(manifest -> manifest.rows().stream())
                .toList();
        // Of two rows of one place the last counts, to say what changed: each side's own.
        Planner planner = new Planner(choices);
        Plan before = planner.plan(clips(boards), both(committed, rows), holdings, at);
        Plan after = planner.plan(clips(now.boards()), both(rows, committed), holdings, at);
        return Comparison.of(base, before, after);
    }

    private static List<ManifestRow> both(Collection<ManifestRow> some, Collection<ManifestRow> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static List<Clip> clips(List<CompiledStoryboard> boards) {
        return boards.stream().flatMap(board -> board.clips().stream()).toList();
    }

    private static String words(Diagnostic error) {
        return error.span().file() + ":" + error.span().line() + ": " + error.message();
    }

    /** Where the storyboards lay: of a file that wasn't there, those beside it that are there no more. */
    private static List<Path> places(ReadOptions options, Campaign now, AgainstTree tree) throws IOException {
        List<Path> named =
                options.paths().stream().map(now.workspace().folder()::resolve).toList();
        List<Path> places = new ArrayList<>();
        for (Path path : named.isEmpty() ? List.of(now.workspace().storyboards()) : named) {
            Path place = real(path);
            Path then = tree.at(place);
            Path parent = Objects.requireNonNull(place.getParent());
            if (Files.exists(then)) {
                places.add(then);
            } else if (!Files.isDirectory(place) && Files.isDirectory(tree.at(parent))) {
                try (Stream<Path> files = Files.list(tree.at(parent))) {
                    places.addAll(files.filter(StoryboardFiles::isYaml)
                            .filter(file -> !Files.exists(parent.resolve(file.getFileName())))
                            .filter(Against::isStoryboard)
                            .sorted()
                            .toList());
                }
            }
        }
        return places;
    }

    private static boolean isStoryboard(Path file) {
        try {
            return StoryboardFiles.isStoryboard(
                    WorkspaceSources.read(file, file.toString()).text());
        } catch (IOException e) {
            // What can't be read as text was no storyboard.
            return false;
        }
    }

    private static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        // A link is followed in the tree it is in.
        return parent == null || !Files.exists(parent)
                ? absolute
                : parent.toRealPath().resolve(absolute.getFileName());
    }

    private static WorkspaceSettings settings(Path root, List<String> notes) throws IOException {
        try {
            return WorkspaceSettings.read(root, WorkspaceSettings.FILE);
        } catch (UserError e) {
            notes.add(WorkspaceSettings.FILE + " could not be read then, and counts as empty: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return WorkspaceSettings.none();
        }
    }

    private static List<ManifestRow> rows(Campaign campaign, Workspace workspace, Realm realm, List<String> notes)
            throws IOException {
        Outputs outputs = Outputs.of(workspace, null, null);
        List<ManifestRow> rows = new ArrayList<>();
        for (Path file : campaign.paths()) {
            Result<Manifest> read = outputs.read(outputs.manifest(file, ""));
            Manifest manifest = read.value();
            if (manifest == null && read.hasErrors()) {
                notes.add(workspace.shown(outputs.manifest(file, "")) + " could not be read then, and counts as empty");
            } else if (manifest != null && Objects.equals(manifest.realm(), realm.inManifest())) {
                rows.addAll(manifest.rows());
            }
        }
        return rows;
    }
}
