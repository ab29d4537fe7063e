package dev.storyc.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders that builds on a realm's store were run for, one file each. Their manifests name the films that are wanted,
 * so what tidies up asks here first.
 */
public final class Workspaces {
    private static final int DIGITS = 16;

    private final Path folder;

    public Workspaces(StoreFiles files) {
        this.folder = files.workspaces();
    }

    /** Writes down that films of this store are wanted by the manifests in a folder and below it. */
    public void note(Path workspace) {
        Path file = file(workspace);
        try {
            if (!Files.exists(file)) {
                DurableFiles.privateFolder(folder);
                DurableFiles.writePrivate(file, workspace + "\n");
            }
        } catch (IOException e) {
            throw new StoreException("the store can't write down in " + folder + " who uses it", e);
        }
    }

    /** All folders that were written down and not forgotten, sorted. */
    public List<Path> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> workspaces = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                if (!file.getFileName().toString().endsWith(".tmp")) {
                    workspaces.add(read(file));
                }
            }
            workspaces.sort(null);
            return workspaces;
        } catch (IOException e) {
            throw new StoreException("what " + folder + " says of who uses this store can't be read", e);
        }
    }

    /** No longer counts a folder; false if it wasn't counted. */
    public boolean forget(Path workspace) {
        try {
            return Files.deleteIfExists(file(workspace));
        } catch (IOException e) {
            throw new StoreException("the store can't forget " + workspace, e);
        }
    }

    private Path read(Path file) throws IOException {
        Path workspace = Path.of(Files.readString(file).strip());
        if (!workspace.isAbsolute() || !file(workspace).equals(file)) {
            throw new IOException(file + " is damaged");
        }
        return workspace;
    }

    private Path file(Path workspace) {
        byte[] digest = Digests.newSha256().digest(workspace.toString().getBytes(StandardCharsets.UTF_8));
        return folder.resolve(HexFormat.of().formatHex(digest).substring(0, DIGITS));
    }
}
