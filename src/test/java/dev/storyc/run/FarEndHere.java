package dev.storyc.run;

import dev.storyc.catalog.ModelCatalog;
import dev.storyc.emulator.Emulator;
import dev.storyc.emulator.EmulatorSettings;
import dev.storyc.emulator.EmulatorStats;
import dev.storyc.emulator.Faults;
import dev.storyc.media.AnimaticRenderer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An emulator for tests, with small films and quick jobs that cost what the catalogue says. */
public final class FarEndHere implements AutoCloseable {
    private final Emulator emulator;

    FarEndHere(Path folder, Faults faults) throws IOException {
        this(folder, faults, Duration.ofMillis(30));
    }

    public FarEndHere(Path folder, Faults faults, Duration jobTime) throws IOException {
        this(folder, faults, jobTime, 160);
    }

    /** @param longestSide of its films, or null for the size the model promises, which takes longer to draw */
    public FarEndHere(Path folder, Faults faults, Duration jobTime, @Nullable Integer longestSide) throws IOException {
        EmulatorSettings settings = new EmulatorSettings(0, jobTime, false, longestSide, true);
        emulator = new Emulator(
                new ModelCatalog(),
                settings,
                new AnimaticRenderer(),
                Files.createDirectories(folder),
                Clock.systemUTC(),
                new SecureRandom(),
                faults);
        emulator.start();
    }

    public URI url() {
        return emulator.url();
    }

    public EmulatorStats stats() {
        return emulator.stats();
    }

    @Override
    public void close() throws IOException {
        emulator.close();
    }
}
