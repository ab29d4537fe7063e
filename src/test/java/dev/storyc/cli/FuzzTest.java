package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any bytes end in words, within two seconds and 512 MB. {@code -Dfuzz.seconds=600} looks longer, {@code -Dfuzz.seed=7}
 * looks again as before; what is found lies in {@code target/fuzz} and, once mended, under {@code fuzz} for good.
 */
class FuzzTest {
    private static final Path FINDINGS = Path.of(System.getProperty("buildDirectory", "target"), "fuzz");

    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> whatWasFoundOnceIsMended() throws IOException {
        return FuzzCase.kept().stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    FuzzCase kept = FuzzCase.read(folder);
                    Path workspace = Files.createTempDirectory(temporary, "kept");
                    kept.write(workspace);
                    Fuzzer.records(kept);
                    for (String format : List.of("text", "json", "sarif", "github")) {
                        FuzzAnswer.of(workspace, kept, format);
                    }
                }));
    }

    @Test
    void anyBytesEndInWords() throws IOException, InterruptedException {
        String seconds = System.getProperty("fuzz.seconds", "10");
        String seed = System.getProperty("fuzz.seed", String.valueOf(System.nanoTime() & 0xFFFFFF));
        Files.createDirectories(FINDINGS);
        Path said = FINDINGS.resolve("said.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.storyc.cli.Fuzzer",
                        seconds,
                        FINDINGS.toString(),
                        seed)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        int exit = process.waitFor();
        String words = Files.readString(said, StandardCharsets.UTF_8);
        System.out.println(words.lines().reduce("", (before, line) -> line));
        assertThat(exit)
                .as(words.substring(0, Math.min(words.length(), 20_000)))
                .isZero();
        assertThat(words).contains(" 0 findings");
    }
}
