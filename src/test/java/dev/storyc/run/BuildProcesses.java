package dev.storyc.run;

import dev.storyc.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Builds in processes of their own, on one store and against one far end.
 *
 * @param inFlight the most jobs at once that each of them allows the store
 */
record BuildProcesses(Path store, URI api, int inFlight) {
    /**
     * Starts one.
     *
     * @param first the first of its clips
     * @param point where it dies by itself, as by kill -9, or empty text
     * @param visit at which visit there
     */
    Process start(int first, int count, String point, int visit) throws IOException {
        return JavaProcess.of(
                        KilledBuild.class.getName(),
                        List.of("-Ddie.at=" + point, "-Ddie.after=" + visit, "-Din.flight=" + inFlight),
                        store.toString(),
                        api.toString(),
                        String.valueOf(first),
                        String.valueOf(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits until it has opened its store and goes to work; false if it died before. */
    static boolean begun(Process build) throws IOException {
        // Closing the reader would close the pipe; what else it says is short enough to stay in it.
        BufferedReader said = build.inputReader(StandardCharsets.UTF_8);
        return KilledBuild.BEGUN.equals(said.readLine());
    }
}
