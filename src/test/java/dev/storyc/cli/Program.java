package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Other programs, run to their end: git, shells. */
final class Program {
    private Program() {}

    /** What a program answered on both its streams. */
    record Said(int code, String words) {}

    /** Whether this machine has it. */
    static boolean runs(String... words) {
        try {
            return run(Path.of("."), Map.of(), words).code() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    static Said run(Path in, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("said", ".txt");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().keySet().removeAll(List.of("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"));
        Process process = builder.start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String said = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        assertThat(ended).as("it never ended, and said: " + said).isTrue();
        return new Said(process.exitValue(), said);
    }
}
