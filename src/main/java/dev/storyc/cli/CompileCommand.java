package dev.storyc.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.storyc.console.Console;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code storyc compile}. */
@Command(
        name = "compile",
        description = "Print the request of every clip and take, one JSON object a line.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc compile storyboards/aurora-launch.yaml", "  storyc compile -o clips.jsonl"})
final class CompileCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file instead of standard output.")
    private @Nullable Path file;

    CompileCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    /** A compile whose arguments are read already. */
    CompileCommand(Console console, Path folder, PlainCompile plain) {
        this(console, folder);
        this.read = ReadOptions.of(plain.paths());
        this.file = plain.file();
    }

    /** What was asked for, as far as it can be asked for plainly. */
    PlainCompile asked() {
        return new PlainCompile(read.paths(), file);
    }

    // Nothing may be printed of a campaign that turns out wrong at its last variant, and it may be too large to
    // hold: so it goes to a file first.
    @Override
    public Integer call() throws IOException {
        Path target = file == null ? null : folder.resolve(file).toAbsolutePath();
        Path parent = target == null ? null : target.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new UserError(Exit.USAGE, "there is no folder " + parent + " to write into");
        }
        Campaign campaign = Campaign.open(read, folder);
        // A temporary file is its maker's alone; what people asked for is as their other files are.
        Path draft = target == null || parent == null || isDevice(target)
                ? Files.createTempFile("storyc", ".jsonl")
                : parent.resolve("." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".part");
        try {
            write(campaign, draft);
            Findings.print(campaign, console, output);
            if (campaign.exit() == Exit.DONE) {
                if (target == null) {
                    Files.copy(draft, console.out());
                    console.out().flush();
                } else if (isDevice(target)) {
                    try (OutputStream out = Files.newOutputStream(target)) {
                        Files.copy(draft, out);
                    }
                } else {
                    // Not atomically: over a file that is there, ext4 would first find room on the disk for all of it.
                    Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return campaign.exit();
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void write(ByteBuffer bytes, ByteBuffer buffer, FileChannel out) throws IOException {
        int end = bytes.limit();
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush(buffer, out);
            }
            bytes.limit(bytes.position() + Math.min(buffer.remaining(), bytes.remaining()));
            buffer.put(bytes);
            bytes.limit(end);
        }
    }

    private static void flush(ByteBuffer buffer, FileChannel out) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        buffer.clear();
    }

    /** A device or a pipe takes what is written; a file put in its place would be its end. */
    private static boolean isDevice(Path target) {
        return Files.exists(target) && !Files.isRegularFile(target);
    }

    private static void write(Campaign campaign, Path draft) throws IOException {
        // Where Java would copy the bytes to hand them to the system, they are copied to begin with.
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        try (FileChannel out = FileChannel.open(draft, WRITE, CREATE, TRUNCATE_EXISTING)) {
            campaign.compile(film -> JsonLines.of(film.clips()), (path, bytes) -> {
                try {
                    write(bytes, buffer, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            flush(buffer, out);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
