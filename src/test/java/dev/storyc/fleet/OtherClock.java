package dev.storyc.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The clocks of machines that don't agree: a library of a few lines that is compiled here and preloaded into a worker's
 * process. Where nobody can compile it, all clocks are right.
 */
final class OtherClock {
    private static final Path SOURCE = Path.of("src", "test", "c", "other-clock.c");

    private final Path library;
    private final boolean made;

    private OtherClock(Path library, boolean made) {
        this.library = library;
        this.made = made;
    }

    static OtherClock make(Path folder) throws IOException, InterruptedException {
        Path library = folder.resolve("other-clock.so");
        if (!System.getProperty("os.name", "").startsWith("Linux")) {
            return new OtherClock(library, false);
        }
        try {
            Process compiler = new ProcessBuilder(
                            "cc", "-shared", "-fPIC", "-O1", "-o", library.toString(), SOURCE.toString(), "-ldl")
                    .inheritIO()
                    .start();
            assertThat(compiler.waitFor()).isZero();
            return new OtherClock(library, true);
        } catch (IOException e) {
            System.out.println("no C compiler here, so all clocks are right: " + e.getMessage());
            return new OtherClock(library, false);
        }
    }

    /** Whether clocks can be wrong here. */
    boolean made() {
        return made;
    }

    /** What a process needs in its environment whose clock is wrong by so much. */
    Map<String, String> by(int seconds) {
        return made && seconds != 0
                ? Map.of("LD_PRELOAD", library.toString(), "OTHER_CLOCK", String.valueOf(seconds))
                : Map.of();
    }
}
