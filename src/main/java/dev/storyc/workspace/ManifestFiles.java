package dev.storyc.workspace;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Span;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Manifests as files, and how they were when this command read them. Those of many clips are long, so that they may be read
 * while the storyboards are still compiled.
 */
public final class ManifestFiles {
    /** The most bytes of a manifest; ten thousand clips make eight to twenty million. */
    public static final int MOST_BYTES = 256 * 1024 * 1024;

    /** Each file's first reading is begun once, or never where it was read before that. */
    private final Map<Path, Optional<FutureTask<Read>>> begun = new ConcurrentHashMap<>();

    private final Map<Path, Read> last = new ConcurrentHashMap<>();

    /** What was read, with its text where there was one. */
    private record Read(@Nullable String text, Result<Manifest> result) {}

    /** Begins to read a file on the thread that calls this; the first {@link #read} of it gets what was read. */
    public void begin(Path file, String shown) {
        FutureTask<Read> task = new FutureTask<>(() -> readNow(file, shown));
        // Whoever has read it already must read it anew the next time, and not what is read here in between.
        if (begun.putIfAbsent(file, Optional.of(task)) == null) {
            task.run();
        }
    }

    /** Reads a manifest; one that isn't there has no value and no findings. */
    public Result<Manifest> read(Path file, String shown) {
        Optional<FutureTask<Read>> task = begun.put(file, Optional.empty());
        Read read = task == null || task.isEmpty() ? readNow(file, shown) : begun(task.get());
        last.put(file, read);
        return read.result();
    }

    /** Whether a file still holds, byte for byte, what this manifest was read from. */
    public boolean unchanged(Path file, Manifest manifest) throws IOException {
        Read read = last.get(file);
        return read != null
                && read.text() != null
                && manifest.equals(read.result().value())
                && Files.exists(file)
                && Files.size(file) <= MOST_BYTES
                && Arrays.equals(Files.readAllBytes(file), read.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Read begun(FutureTask<Read> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // It reads a file on a disk, and ends soon.
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("reading a manifest broke off: " + e.getCause(), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Read readNow(Path file, String shown) {
        if (!Files.exists(file)) {
            return new Read(null, Result.none(List.of()));
        }
        try {
            Source source = TextFile.read(file, shown, MOST_BYTES);
            return new Read(source.text(), new ManifestReader().read(source));
        } catch (IOException e) {
            return new Read(
                    null,
                    Result.none(List.of(Diagnostic.of(
                            Rule.MANIFEST_UNREADABLE,
                            Span.ofFile(shown),
                            "this manifest can't be read: " + e.getMessage(),
                            "take the file back from git"))));
        }
    }
}
