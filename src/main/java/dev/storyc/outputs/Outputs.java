package dev.storyc.outputs;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.UserError;
import dev.storyc.ledger.SqliteLedgers;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestWriter;
import dev.storyc.store.DurableFiles;
import dev.storyc.store.Realm;
import dev.storyc.store.SpareFilms;
import dev.storyc.workspace.ManifestFiles;
import dev.storyc.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a build leaves and where it goes: manifests beside their storyboards and films under {@code out/}, or all of it under
 * {@code out/STORYBOARD@NAME/}.
 *
 * @param out the folder of all outputs
 * @param as the name a build goes by, or null
 * @param files the manifests as this command read them
 * @param pictures whether pictures and cuts are made of the films
 */
public record Outputs(
        Workspace workspace, Path out, @Nullable String as, ManifestFiles files, boolean pictures) {
    private static final String ENDING = ".manifest.json";

    public static Outputs of(Workspace workspace, @Nullable Path out, @Nullable String as) {
        if (as != null && !as.matches("[\\p{L}\\p{M}\\p{N}][\\p{L}\\p{M}\\p{N}._-]{0,63}")) {
            throw new UserError(Exit.USAGE, "--as takes a short name of letters, digits, `-`, `_` and `.`");
        }
        return new Outputs(
                workspace,
                out == null ? workspace.out() : workspace.folder().resolve(out),
                as,
                new ManifestFiles(),
                true);
    }

    /** The same, with pictures and cuts of the films or without. */
    public Outputs picturing(boolean wanted) {
        return new Outputs(workspace, out, as, files, wanted);
    }

    /** Refuses an {@code out} that is, or lies under, something else than a folder; before anything is sent. */
    public void refuseNoFolder() {
        for (Path at = out.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                if (!Files.isDirectory(at)) {
                    throw new UserError(
                            Exit.USAGE,
                            "films belong into " + workspace.shown(out) + ", and "
                                    + workspace.shown(at) + " is no folder; nothing was sent: move it away, or name"
                                    + " another folder with --out");
                }
                return;
            }
        }
    }

    /** The folder of a storyboard's films. */
    public Path folder(String storyboard) {
        return out.resolve(as == null ? storyboard : storyboard + "@" + as);
    }

    /** What lies under the folders of these storyboards, by whatever name. */
    public SpareFilms spares(List<CompiledStoryboard> boards) {
        return new SpareFilms(boards.stream().map(board -> folder(board.name())).toList());
    }

    /** The file of a storyboard's manifest. */
    public Path manifest(CompiledStoryboard board) {
        return manifest(board.file(), board.name());
    }

    public Path manifest(Path storyboardFile, String name) {
        if (as != null) {
            return folder(name).resolve(name + ENDING);
        }
        String file = Objects.requireNonNull(storyboardFile.getFileName()).toString();
        return storyboardFile.resolveSibling(file.replaceFirst("\\.[^.]*$", "") + ENDING);
    }

    /** Reads a manifest; one that isn't there has no value and no findings. */
    public Result<Manifest> read(Path file) {
        return files.read(file, workspace.shown(file));
    }

    /**
     * Begins to read the manifests beside these storyboards on a thread of its own, with what opening a ledger takes: for
     * whoever compiles them meanwhile. Manifests of another name are read when they are wanted.
     */
    public void begin(List<Path> storyboards) {
        List<Path> manifests = as != null
                ? List.of()
                : storyboards.stream().map(file -> manifest(file, "")).toList();
        Thread thread = new Thread(
                () -> {
                    manifests.forEach(file -> files.begin(file, workspace.shown(file)));
                    SqliteLedgers.load();
                },
                "storyc-manifests");
        thread.setDaemon(true);
        thread.start();
    }

    /** The manifest of a storyboard in a realm, empty where there is none; what is wrong with it goes to the list. */
    public Manifest readFor(CompiledStoryboard board, Realm realm, List<Diagnostic> wrong) throws IOException {
        Path file = manifest(board);
        Result<Manifest> result = read(file);
        wrong.addAll(result.diagnostics());
        Manifest manifest = result.value();
        if (manifest == null) {
            return new Manifest(realm.inManifest(), List.of());
        }
        if (!Objects.equals(manifest.realm(), realm.inManifest())) {
            throw new UserError(
                    Exit.USAGE,
                    workspace.shown(file) + " tells of films from " + named(manifest.realm()) + ", and this is "
                            + named(realm.inManifest()) + "; --as NAME keeps the two apart");
        }
        return manifest;
    }

    /** Whether a file is still what this manifest was read from, or exactly what would be written of it. */
    public boolean holds(Path file, Manifest manifest) throws IOException {
        return files.unchanged(file, manifest)
                || (Files.exists(file)
                        && Files.size(file) <= ManifestFiles.MOST_BYTES
                        && Arrays.equals(
                                Files.readAllBytes(file),
                                new ManifestWriter().write(manifest).getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes a manifest, if it isn't so already. */
    public void write(Path file, Manifest manifest) throws IOException {
        String text = new ManifestWriter().write(manifest);
        boolean same = Files.exists(file) && Files.readString(file).equals(text);
        if (text.length() > ManifestFiles.MOST_BYTES) {
            throw new UserError(
                    Exit.STORE,
                    workspace.shown(file) + " stays as it is, for with its "
                            + manifest.rows().size()
                            + " films it would be longer than the " + ManifestFiles.MOST_BYTES
                            + " bytes storyc reads; the films are in"
                            + " the store: part the storyboard into several");
        }
        if (!same && !(manifest.rows().isEmpty() && !Files.exists(file))) {
            Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
            DurableFiles.write(file, text);
        }
    }

    public static String named(@Nullable String realm) {
        return realm == null ? "api.shortapi.ai" : realm;
    }
}
