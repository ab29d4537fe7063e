package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.CutOutcome;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.PictureStage;
import dev.storyc.outputs.Prospect;
import dev.storyc.outputs.Showings;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Planner;
import dev.storyc.plan.Provenance;
import dev.storyc.plan.RunRecord;
import dev.storyc.store.FolderLock;
import dev.storyc.store.OutputFolder;
import dev.storyc.store.OutputFolder.Placed;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The end of a build: manifests written, films placed, and the whole told. */
final class BuildResult {
    private final Console console;
    private final OutputOptions output;
    private final Outputs outputs;
    private final Vault vault;
    private final Realm realm;
    private final String where;
    private final boolean json;
    private final Map<String, Manifest> written = new HashMap<>();
    private final Set<FilmRecord> unshared = new LinkedHashSet<>();
    private @Nullable Interruption interruption;
    private @Nullable TeamFilms team;

    /** @param where what must follow a command that is about this build's store, or empty text */
    BuildResult(
            Console console,
            OutputOptions output,
            Outputs outputs,
            Vault vault,
            Realm realm,
            String where,
            boolean json) {
        this.console = console;
        this.output = output;
        this.outputs = outputs;
        this.vault = vault;
        this.realm = realm;
        this.where = where;
        this.json = json;
    }

    /** Lets Ctrl-C end the making of pictures and cuts. */
    BuildResult stoppedBy(Interruption signals) {
        interruption = signals;
        return this;
    }

    /** Has manifests name only films that the team has too. */
    BuildResult sharedBy(TeamFilms films) {
        team = films;
        return this;
    }

    /** Writes and places everything, tells it, and gives the exit code. */
    int write(Campaign campaign, Prospect prospect, RunRecord record) throws IOException {
        Map<Key, Outcome> byKey = BuildEnd.byKey(record);
        BuildEnd end = new BuildEnd(record);
        List<String> lines = new ArrayList<>();
        Optional<UserError> unwritten = Optional.empty();
        share(record);
        for (CompiledStoryboard board : prospect.boards()) {
            try {
                lines.addAll(board(board, prospect, byKey));
            } catch (UserError e) {
                console.err().println("storyc: " + e.getMessage());
                unwritten = Optional.of(e);
            }
        }
        PictureStage pictures = new PictureStage(console, output, outputs);
        int exit = worst(unwritten.map(UserError::exit).orElseGet(end::exit), pictures(pictures, prospect, record));
        int shown = galleries(campaign, prospect, record);
        exit = exit == Exit.DONE ? shown : exit;
        exit = unshared.isEmpty() || exit == Exit.INTERRUPTED ? exit : Exit.STORE;
        // Films are where others can have them by now, so their jobs are over for all, whoever reads the result.
        vault.publish();
        List<String> untold = vault.troubles();
        List<String> sharing = team == null ? List.of() : team.lines(unshared);
        if (json) {
            console.out().print(end.json(prospect, outputs, pictures.cuts(), unshared.size(), exit));
        } else if (!output.quiet()) {
            lines.forEach(console.out()::println);
            end.lines(prospect.plan().estimate(), realm.free()).forEach(console.out()::println);
            if (!pictures.cuts().isEmpty()) {
                console.out().println(CutOutcome.line(pictures.cuts()));
            }
        }
        console.out().flush();
        tell(untold);
        // The last thing said is what somebody has to do, also where a program reads the result: people read its log.
        Advice advice = new Advice(
                where, console.width(), key -> vault.store().findAside(key).isPresent());
        if (record.interrupted() && !output.quiet()) {
            advice.farAway(record).forEach(console.err()::println);
        }
        tell(sharing);
        new DamageAdvice(vault.store(), where).lines(record).forEach(console.err()::println);
        advice.lines(record).forEach(console.err()::println);
        return exit;
    }

    private void tell(List<String> lines) {
        lines.forEach(line -> console.err().println(VisibleText.of("storyc: " + line)));
    }

    /** Lets the last films be put where the team has them, unless somebody stops it. */
    private void share(RunRecord record) {
        if (team == null) {
            return;
        }
        if (record.interrupted()) {
            team.stop();
        } else if (interruption != null) {
            interruption.stops(team::stop, () -> 0);
        }
        team.finish(record.outcomes().stream()
                .map(Outcome::film)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList());
    }

    /** Shows what the manifests tell by now; a build of a part shows the whole. What fails there is said, and loses nothing. */
    private int galleries(Campaign campaign, Prospect prospect, RunRecord record) {
        try {
            new Galleries(console, outputs)
                    .write(
                            prospect.narrowed()
                                    ? new WholeShowings(outputs).of(campaign, realm, vault::holdings)
                                    : new Showings(outputs, realm.free()).of(prospect, record.outcomes(), written));
            return Exit.DONE;
        } catch (IOException | UncheckedIOException e) {
            console.err().println("storyc: the gallery can't be written: " + e.getMessage());
            return Exit.STORE;
        }
    }

    private int pictures(PictureStage pictures, Prospect prospect, RunRecord record) {
        if (record.interrupted()) {
            return Exit.DONE;
        }
        if (interruption != null) {
            interruption.stops(pictures::stop, () -> 0);
        }
        return pictures.make(prospect.boards(), written);
    }

    /** What kept a build from its films is told rather than what its pictures lack. */
    private static int worst(int before, int pictures) {
        boolean told = before == Exit.DONE || pictures == Exit.INTERRUPTED;
        return told
                ? pictures
                : before == Exit.INTERRUPTED
                        ? before
                        : pictures == Exit.DONE || before == Exit.STORE ? before : pictures;
    }

    private List<String> board(CompiledStoryboard board, Prospect prospect, Map<Key, Outcome> byKey)
            throws IOException {
        List<ManifestRow> stored = new ArrayList<>();
        Map<Place, FilmRecord> planned = prospect.films(board.name());
        for (Clip clip : board.clips()) {
            Outcome outcome = byKey.get(clip.key());
            FilmRecord film = film(outcome, planned.get(Planner.place(clip)));
            if (film != null) {
                stored.add(new ManifestRow(
                        Planner.place(clip),
                        film,
                        OutputFolder.name(clip.variant(), clip.number(), clip.id(), clip.take(), clip.cut())));
            }
        }
        if (stored.isEmpty() && !Files.isDirectory(outputs.folder(board.name()))) {
            return written(board, prospect, stored);
        }
        // Of two builds that end within one moment, the second reads what the first wrote.
        FolderLock lock = FolderLock.take(outputs.folder(board.name()));
        try {
            return written(board, prospect, stored);
        } finally {
            lock.close();
        }
    }

    private List<String> written(CompiledStoryboard board, Prospect prospect, List<ManifestRow> stored)
            throws IOException {
        Manifest before = manifestNow(board, prospect);
        Manifest after = before.after(board.clips().stream().map(Planner::place).toList(), stored, prospect.narrowed());
        written.put(board.name(), after);
        Path folder = outputs.folder(board.name());
        boolean copies = outputs.workspace()
                .settings()
                .text("out_files")
                .filter("copy"::equals)
                .isPresent();
        Placed placed =
                new OutputFolder(folder, vault.store(), copies).place(after.rows(), doubtful(board, prospect, stored));
        placed.notes().forEach(note -> console.err().println("storyc: " + note));
        Path manifest = outputs.manifest(board);
        Manifest named = named(before, board, prospect, stored).orElse(after);
        if (!named.rows().equals(before.rows())) {
            outputs.write(manifest, named);
        }
        if (after.rows().isEmpty()) {
            return List.of();
        }
        int seconds =
                after.rows().stream().mapToInt(row -> row.film().seconds()).sum();
        return List.of(
                board.name() + ": " + Counted.count(after.rows().size(), "film") + ", " + seconds + " s",
                "  films     " + outputs.workspace().shown(folder) + "/",
                "  manifest  " + outputs.workspace().shown(manifest),
                "  gallery   " + outputs.workspace().shown(folder.resolve(Galleries.FILE)));
    }

    /** The manifest of what the team has, where it hasn't all: a film that only this machine has would be lost to others. */
    private Optional<Manifest> named(
            Manifest before, CompiledStoryboard board, Prospect prospect, List<ManifestRow> stored) {
        List<ManifestRow> far = stored.stream()
                .filter(row -> team != null && !team.shared(row.film()))
                .toList();
        if (far.isEmpty()) {
            return Optional.empty();
        }
        far.forEach(row -> unshared.add(row.film()));
        List<ManifestRow> rest =
                stored.stream().filter(row -> !far.contains(row)).toList();
        return Optional.of(
                before.after(board.clips().stream().map(Planner::place).toList(), rest, prospect.narrowed()));
    }

    /** Rows that no film of this build stands for, and that may name another request's or a damaged one: they are not followed. */
    private Predicate<ManifestRow> doubtful(CompiledStoryboard board, Prospect prospect, List<ManifestRow> stored) {
        Provenance provenance = new Provenance(prospect.committed(), vault.holdings());
        Set<Place> built = board.clips().stream().map(Planner::place).collect(Collectors.toSet());
        Set<Place> here = stored.stream().map(ManifestRow::place).collect(Collectors.toSet());
        return row -> {
            if (realm.free() || here.contains(row.place())) {
                return false;
            }
            // Of what this build has nothing to do with, only the manifest is asked: it may be very much.
            return built.contains(row.place())
                    ? provenance.wrong(row).isPresent()
                            || !provenance.vouched(row.film())
                            || !vault.holdings().holds(row.film())
                    : provenance.contested(row);
        };
    }

    /** Two storyboards may name different films of one request, and each keeps its own. */
    private static @Nullable FilmRecord film(@Nullable Outcome outcome, @Nullable FilmRecord planned) {
        FilmRecord film = outcome == null ? null : outcome.film();
        return film == null || planned == null ? film : planned;
    }

    /** As it is by now, not as the plan saw it: another build may have written its own records meanwhile. */
    private Manifest manifestNow(CompiledStoryboard board, Prospect prospect) throws IOException {
        Manifest planned = prospect.manifests().get(board.name());
        // To write it again and compare is much less than to read it again.
        if (planned != null && outputs.holds(outputs.manifest(board), planned)) {
            return planned;
        }
        List<Diagnostic> wrong = new ArrayList<>();
        Manifest now = outputs.readFor(board, realm, wrong);
        if (!wrong.isEmpty()) {
            throw new UserError(
                    Exit.STORYBOARD_WRONG,
                    outputs.workspace().shown(outputs.manifest(board))
                            + " was changed while this build ran, and can't be read: "
                            + wrong.get(0).message()
                            + "; the store holds the films, so mend it and build again");
        }
        return now;
    }
}
