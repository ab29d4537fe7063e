package dev.storyc.run;

import dev.storyc.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Builds in processes of their own, on machines that have a store each and a folder in common.
 *
 * @param root where their stores are, and the folder they share
 * @param patience how long one waits for another's create
 */
record MachineProcesses(Path root, URI api, int inFlight, Duration patience) {
    Path store(int machine) {
        return root.resolve("machine-" + machine);
    }

    Path shared() {
        return root.resolve("shared");
    }

    /**
     * Starts one.
     *
     * @param first the first of its clips
     * @param point where it dies by itself, as by kill -9, or empty text
     * @param visit at which visit there
     */
    Process start(int machine, int first, int count, String point, int visit) throws IOException {
        return JavaProcess.of(
                        KilledBuild.class.getName(),
                        List.of(
                                "-Ddie.at=" + point,
                                "-Ddie.after=" + visit,
                                "-Din.flight=" + inFlight,
                                "-Dshared=" + shared(),
                                "-Dmachine=m" + machine,
                                "-Dpatience=" + patience.toMillis()),
                        store(machine).toString(),
                        api.toString(),
                        String.valueOf(first),
                        String.valueOf(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
