package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.JavaProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that are none, or without end: each is told, and nobody waits for one. */
@Tag("fast")
class OddFilesTest {
    @TempDir
    private Path temporary;

    @TestFactory
    Stream<DynamicTest> whatIsNoFileIsNeverWaitedFor() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String odd : List.of("pipe", "device", "folder", "ring", "away")) {
            for (String place : List.of("s.yaml", "templates/p.mustache", "r.csv", "u.yaml", "storyc.yaml", "n.yaml")) {
                tests.add(DynamicTest.dynamicTest(odd + " as " + place, () -> notAFile(odd, place)));
            }
        }
        return tests.stream();
    }

    private void notAFile(String odd, String place) throws IOException, InterruptedException {
        Path workspace = Files.createTempDirectory(temporary, "odd");
        Files.createDirectories(workspace.resolve("templates"));
        Files.writeString(workspace.resolve("storyc.yaml"), "");
        Files.writeString(workspace.resolve("u.yaml"), "variables: { b: x }\n");
        Files.writeString(workspace.resolve("r.csv"), "a\nx\n");
        Files.writeString(workspace.resolve("templates/p.mustache"), "x");
        Files.writeString(
                workspace.resolve("s.yaml"),
                HostileInputTest.gull("uses: u.yaml\nvariants: { rows: r.csv }\n", "{{> p}}{{a}}{{b}}"));
        Path path = workspace.resolve(place);
        Files.deleteIfExists(path);
        switch (odd) {
            case "pipe" ->
                assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                        .isZero();
            case "device" -> Files.createSymbolicLink(path, Path.of("/dev/zero"));
            case "folder" -> Files.createDirectory(path);
            case "ring" -> Files.createSymbolicLink(path, path.getFileName());
            default -> Files.createSymbolicLink(path, Files.writeString(temporary.resolve("elsewhere"), "a: 1\n"));
        }
        // A neighbour that can't be read is nobody's business.
        boolean neighbour = place.equals("n.yaml");
        boolean link = odd.equals("away") && (place.equals("s.yaml") || place.equals("storyc.yaml"));
        GoldenCase.Answer answer = HostileInputTest.answer(workspace, "check", List.of("s.yaml"));
        assertThat(answer.exit()).as(answer.out() + answer.err()).isIn(neighbour ? List.of(0) : List.of(1, 2));
        if (!neighbour && !link) {
            assertThat(answer.out() + answer.err())
                    .containsAnyOf(
                            "regular file",
                            "is a folder",
                            "outside",
                            "leaves its folder",
                            "no such file",
                            "there is no",
                            "does not exist",
                            "can't be read",
                            "no storyboard");
        }
    }

    @Test
    void aFileOfAGibibyteIsNotRead() throws IOException {
        for (String file : List.of("s.yaml", "storyc.yaml", "u.yaml", "templates/p.mustache")) {
            Path workspace = Files.createTempDirectory(temporary, "sparse");
            Files.createDirectories(workspace.resolve("templates"));
            Files.writeString(workspace.resolve("u.yaml"), "variables: { b: x }\n");
            Files.writeString(workspace.resolve("s.yaml"), HostileInputTest.gull("uses: u.yaml\n", "{{> p}}{{b}}"));
            sparse(workspace.resolve(file));
            GoldenCase.Answer answer = HostileInputTest.answer(workspace, "check", List.of("s.yaml"));
            assertThat((answer.out() + answer.err()).replaceAll("\\s+", " "))
                    .contains("1,073,741,824 bytes, and may have 4,194,304");
        }
    }

    /** By itself, in 512 MB: what holds a line of a gibibyte ends there. */
    @Test
    void aRowOfAlmostAGibibyteIsNotHeld() throws IOException, InterruptedException {
        Path workspace = Files.createTempDirectory(temporary, "row");
        Files.writeString(workspace.resolve("storyc.yaml"), "");
        Files.writeString(workspace.resolve("s.yaml"), HostileInputTest.gull("variants: { rows: r.csv }\n", "{{b}}"));
        sparse(workspace.resolve("r.csv"), "a,b\n1,\"", (1L << 30) - 1);
        Process process = JavaProcess.of("dev.storyc.cli.Main", List.of("-Xmx512m"), "check", "s.yaml")
                .directory(workspace.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said).contains("a cell of the row that begins here has more than 1,048,576 characters");
    }

    private static void sparse(Path file) throws IOException {
        sparse(file, "version: 1\n#", 1L << 30);
    }

    private static void sparse(Path file, String head, long size) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(head.getBytes(StandardCharsets.UTF_8));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}), size - 1);
        }
    }
}
