package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code storyc init}: adds what a workspace lacks, and writes over nothing. */
@Command(
        name = "init",
        description = "Make a workspace: a storyboard that checks and builds at once, a partial, a row file,"
                + " settings, a schema for editors, a pre-commit hook and CI workflows. Files that are"
                + " there stay as they are.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc init", "  storyc init autumn-films"})
final class InitCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "Where; made if it isn't there. Else here.")
    private String directory = ".";

    InitCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException {
        Path root = folder.resolve(directory).normalize();
        List<Starter> missing = new ArrayList<>();
        List<Starter> kept = new ArrayList<>();
        // All are looked at before the first is written: a workspace is made whole or not at all.
        for (Starter file : Starter.all()) {
            (isThere(root, file) ? kept : missing).add(file);
        }
        for (Starter file : missing) {
            write(root, file);
            console.out().println("  new   " + file.path());
        }
        for (Starter file : kept) {
            console.out().println("  kept  " + file.path() + ", as it was");
        }
        advise(root, kept);
        return Exit.DONE;
    }

    private static boolean isThere(Path root, Starter file) {
        Path target = root.resolve(file.path());
        for (Path at = target.getParent(); at != null && at.startsWith(root); at = at.getParent()) {
            if (Files.exists(at, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(at)) {
                throw inTheWay(at, "no folder");
            }
        }
        if (Files.isDirectory(target)) {
            throw inTheWay(target, "a folder");
        }
        return Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    }

    private static UserError inTheWay(Path path, String what) {
        return new UserError(
                Exit.USAGE,
                path + " is in the way: it is " + what + "; move it, or choose another folder. Nothing was written");
    }

    private void write(Path root, Starter file) {
        Path target = root.resolve(file.path());
        try {
            Files.createDirectories(target.getParent() == null ? root : target.getParent());
            Files.writeString(target, file.text().get(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (file.program() && Files.getFileAttributeView(target, PosixFileAttributeView.class) != null) {
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        } catch (FileAlreadyExistsException e) {
            throw new UserError(Exit.USAGE, target + " came to be just now, and was left as it is; run this again");
        } catch (IOException e) {
            throw new UserError(Exit.USAGE, target + " can't be written: " + e.getMessage());
        }
    }

    private void advise(Path root, List<Starter> kept) throws IOException {
        console.out().println();
        Path ignored = root.resolve(".gitignore");
        boolean ignores = Files.isRegularFile(ignored)
                && Files.readString(ignored)
                        .lines()
                        .anyMatch(line -> line.strip().matches("/?out/?"));
        if (!ignores) {
            console.out().println("Add this line to .gitignore, for films don't belong into git: /out/");
        }
        String merges = "*.manifest.json merge=storyc";
        Path attributes = root.resolve(".gitattributes");
        if (!Files.isRegularFile(attributes)
                || Files.readString(attributes)
                        .lines()
                        .noneMatch(line -> line.strip().equals(merges))) {
            console.out().println("Add this line to .gitattributes, for manifests to merge: " + merges);
        }
        for (Starter file : kept) {
            boolean other = file.path().endsWith(".schema.json")
                    && !Files.readString(root.resolve(file.path()))
                            .equals(file.text().get());
            if (other) {
                console.out().println("The schema is not this storyc's: storyc schema > " + file.path());
            }
        }
        String place = root.equals(folder) ? "" : ", in " + directory;
        console.out().println("Next" + place + ":");
        console.out().println("  storyc check                         every mistake, at once");
        console.out().println("  storyc plan                          what it would cost");
        console.out().println("  storyc build --backend animatic      cards in place of films, for nothing");
        console.out().println("  git config core.hooksPath .githooks  check before each commit");
        console.out().println("Once in each clone, so that manifests of two branches merge by themselves:");
        console.out().println("  git config merge.storyc.driver 'storyc manifest merge %O %A %B'");
    }
}
