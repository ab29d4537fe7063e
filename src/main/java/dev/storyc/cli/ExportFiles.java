package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.report.Export;
import dev.storyc.report.FilmPlace;
import dev.storyc.workspace.Workspace;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * Writes exported files into a folder, each whole or not at all, and names them on standard output.
 *
 * <p>They can be made again at any time, so none is forced to the disk: for a thousand variants that would take minutes.
 */
final class ExportFiles implements Export.Taker {
    private final Path folder;
    private final Workspace workspace;
    private final Console console;
    private final boolean quiet;
    private int written;

    ExportFiles(Path folder, Workspace workspace, Console console, boolean quiet) {
        this.folder = folder;
        this.workspace = workspace;
        this.console = console;
        this.quiet = quiet;
    }

    /** Where the films' folder is, seen from the exported files. */
    static FilmPlace place(Path folder, Path films) throws IOException {
        Path from = real(folder);
        Path to = real(films);
        String url = to.toUri().toString();
        String absolute = url.endsWith("/") ? url : url + "/";
        // From one drive to another no relative path leads.
        boolean together = from.getRoot() != null && from.getRoot().equals(to.getRoot());
        return new FilmPlace(together ? from.relativize(to).toString().replace('\\', '/') : absolute, absolute);
    }

    /** By real paths as far as they are there, since `..` behind a link leads elsewhere than it looks. */
    private static Path real(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path there = absolute;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there == null ? absolute : there.toRealPath().resolve(there.relativize(absolute));
    }

    @Override
    public void file(String name, byte[] bytes) throws IOException {
        file(name, out -> out.write(bytes));
    }

    @Override
    public void file(String name, Export.Writing bytes) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(name);
        if (Files.isDirectory(file)) {
            throw new UserError(Exit.STORE, workspace.shown(file) + " is a folder, and belongs to this export");
        }
        Path draft = folder.resolve(".storyc-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
                bytes.to(out);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        written++;
        console.out().println(VisibleText.of(workspace.shown(file)));
    }

    @Override
    public boolean gone(String name, byte[] beginning) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (!Arrays.equals(in.readNBytes(beginning.length), beginning)) {
                return false;
            }
        }
        Files.delete(file);
        note(workspace.shown(file) + " of an earlier export is removed");
        return true;
    }

    @Override
    public void note(String words) {
        if (!quiet) {
            console.err().println("note: " + VisibleText.of(words));
        }
    }

    int written() {
        return written;
    }
}
