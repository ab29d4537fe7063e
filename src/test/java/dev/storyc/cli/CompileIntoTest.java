package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compile -o}: into a file, and into what isn't one. */
class CompileIntoTest {
    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sitDown() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/pier.yaml", """
                version: 1
                scenes: [{ id: fog, duration: 3, prompt: A pier in fog. }]
                """);
    }

    @Test
    void aFileIsReplacedAndNothingIsLeftBesideIt() throws IOException {
        desk.write("clips/all.jsonl", "old");
        assertThat(desk.run("compile", "-o", "clips/all.jsonl")).as(desk.err).isZero();
        assertThat(desk.read("clips/all.jsonl")).startsWith("{\"storyboard\":\"pier\"");
        try (var files = Files.list(desk.folder.resolve("clips"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aPipeIsWrittenIntoAndStays() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Path pipe = desk.folder.resolve("pipe");
        Assumptions.assumeTrue(Program.runs("mkfifo", "--version"), "mkfifo");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(Files.newInputStream(pipe).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return e.toString();
            }
        });
        assertThat(desk.run("compile", "-o", "pipe")).as(desk.err).isZero();
        assertThat(read.get(20, TimeUnit.SECONDS)).startsWith("{\"storyboard\":\"pier\"");
        assertThat(Files.isRegularFile(pipe)).isFalse();
        assertThat(pipe).exists();
    }
}
