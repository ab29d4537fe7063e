package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.emulator.PlannedFaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/emulator.md}: its table is complete, and what it shows people to do works as it stands there. */
class EmulatorPageTest {
    private static final Path PAGE = Path.of("docs/emulator.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+\\.[a-z-]+)` \\|");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:yaml|sh)[ a-z]*\\R(.*?)^```");
    private static final Pattern FILE = Pattern.compile("# rehearsal/(\\S+)\\R");

    @TempDir
    Path folder;

    @Test
    @Tag("fast")
    void theTableListsEveryFault() throws IOException {
        List<String> listed = ROW.matcher(Files.readString(PAGE))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(PlannedFaults.names());
    }

    @Test
    @Tag("fast")
    void theFileOfFaultsIsOne() throws IOException {
        String example = blocks().stream()
                .filter(block -> block.startsWith("seed:"))
                .findFirst()
                .orElseThrow();
        Path file = Files.writeString(folder.resolve("faults.yaml"), example);
        assertThat(FaultsFile.read(file, "faults.yaml", 80).jobTime()).hasMillis(500);
    }

    @Test
    void theRehearsalGoesAsThePageSays() throws IOException, InterruptedException {
        Path rehearsal = folder.resolve("rehearsal");
        List<String> files = new ArrayList<>();
        for (String block : blocks()) {
            var name = FILE.matcher(block);
            if (name.lookingAt()) {
                Path file = rehearsal.resolve(name.group(1));
                Files.createDirectories(file.getParent());
                Files.writeString(file, block);
                files.add(name.group(1));
            }
        }
        assertThat(files).containsExactly("storyc.yaml", "storyboards/three.yaml", "faults.yaml", "rehearse.sh");
        Path said = folder.resolve("said.txt");
        ProcessBuilder script = new ProcessBuilder("sh", "rehearse.sh")
                .directory(rehearsal.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        script.environment().put("PATH", program() + ":" + System.getenv("PATH"));
        script.environment().put("CI", "");
        script.environment().remove("STORYC_HOME");
        Process running = script.start();
        try {
            assertThat(running.waitFor(120, TimeUnit.SECONDS))
                    .as("within two minutes")
                    .isTrue();
        } finally {
            running.descendants().forEach(ProcessHandle::destroy);
            running.destroyForcibly();
        }
        assertThat(running.exitValue()).as(Files.readString(said)).isZero();
        assertThat(Files.readString(said))
                .contains("01-harbour.mp4", "02-crane.mp4", "03-ship.mp4")
                .doesNotContain("ak-rehearsal");
    }

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    /** A folder for PATH, with a storyc that is what the tests were compiled with. */
    private Path program() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path storyc = Files.writeString(bin.resolve("storyc"), """
                #!/bin/sh
                exec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' dev.storyc.cli.Main "$@"
                """.formatted(
                        System.getProperty("java.home"), System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(storyc, PosixFilePermissions.fromString("rwx------"));
        return bin;
    }
}
