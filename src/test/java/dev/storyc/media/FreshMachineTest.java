package dev.storyc.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user who never ran storyc, on a machine without fonts. */
class FreshMachineTest {
    @TempDir
    Path folder;

    private Process start(String name) throws IOException {
        return start(name, System.getProperty("java.class.path"));
    }

    private Process start(String name, String classPath) throws IOException {
        Path fonts = Files.writeString(
                folder.resolve("fonts.conf"),
                "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig/>");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "-Duser.home=" + folder,
                FreshMachine.class.getName(),
                folder.resolve(name + ".mp4").toString());
        builder.environment().clear();
        builder.environment().put("FONTCONFIG_FILE", fonts.toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.redirectOutput(folder.resolve(name + ".out").toFile());
        builder.redirectError(folder.resolve(name + ".err").toFile());
        return builder.start();
    }

    @Test
    void processesThatMeetDrawTheSameFilmInSilence() throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            processes.add(start(name));
        }
        for (Process process : processes) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        }
        for (String name : List.of("one", "two", "three")) {
            assertThat(quiet(Files.readString(folder.resolve(name + ".err")))).isEmpty();
            assertThat(Files.readString(folder.resolve(name + ".out"), StandardCharsets.UTF_8))
                    .startsWith("Whole[probe=Probe[seconds=2.0, width=640, height=360");
            assertThat(folder.resolve(name + ".mp4")).hasSameBinaryContentAs(folder.resolve("one.mp4"));
        }
        Path cache = folder.resolve("cache").resolve("storyc");
        assertThat(cache.resolve("natives")).isDirectory();
        try (Stream<Path> fonts = Files.list(cache.resolve("fonts"))) {
            assertThat(fonts).hasSize(9);
        }
        // Nothing is put where JavaCPP would put it by itself.
        assertThat(folder.resolve(".javacpp")).doesNotExist();
    }

    @Test
    void aPlatformWithoutFfmpegIsToldPlainly() throws IOException, InterruptedException {
        // The natives' jars end in the platform's name.
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(javacpp|ffmpeg)-[0-9.-]+-[a-z]+-[a-z0-9_]+\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(without).isNotEqualTo(System.getProperty("java.class.path"));
        assertThat(start("none", without).waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("none.err")))
                .contains("MediaPlatformException: FFmpeg is not there for this platform (")
                .contains("check, compile and plan work");
        assertThat(folder.resolve("none.mp4")).doesNotExist();
    }

    /** A JVM from 24 on warns of native access where the jar's manifest doesn't allow it, as here. */
    private static String quiet(String errors) {
        return errors.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING:"))
                .collect(Collectors.joining("\n"));
    }
}
