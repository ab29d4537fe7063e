package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who works alone pays nothing for what teams have: not a class of it is loaded. */
class LoadedClassesTest {
    private static final Pattern LOADED = Pattern.compile("(?m)^.*\\[class,load] ([\\w.$]+) .*$");
    private static final List<String> TEAMS = List.of(
            "org.postgresql.",
            "com.zaxxer.",
            "org.flywaydb.",
            "com.github.kagkarlsson.",
            "io.micrometer.",
            "io.prometheus.",
            "software.amazon.",
            "dev.storyc.fleet.");

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/one.yaml", """
                version: 1
                name: one
                settings: { mode: std }
                scenes:
                  - { id: a, duration: 3, prompt: "A lamp." }
                """);
    }

    /** The classes a command loads, by their full names. */
    private List<String> loaded(int exit, String... command) throws Exception {
        Path log = Files.createTempFile(folder, "classes", ".txt");
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process process = desk.process(List.of("-Xlog:class+load:file=" + log + ":tags:filecount=0"), command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(exit);
        assertThat(Files.readString(said)).doesNotContain("INFO").doesNotContain("SLF4J");
        List<String> classes = new ArrayList<>();
        LOADED.matcher(Files.readString(log)).results().forEach(hit -> classes.add(hit.group(1)));
        return classes;
    }

    private static List<String> of(List<String> loaded, List<String> packages) {
        return loaded.stream()
                .filter(name -> packages.stream().anyMatch(name::startsWith))
                .toList();
    }

    @Test
    void aPlanAndABuildLoadNothingOfTeams() throws Exception {
        assertThat(of(loaded(Exit.DONE, "plan"), TEAMS)).isEmpty();
        List<String> built = loaded(Exit.DONE, "build", "--backend", "animatic");
        assertThat(built).contains("org.sqlite.JDBC", "dev.storyc.ledger.SqlLedger");
        assertThat(of(built, TEAMS)).isEmpty();
        assertThat(of(loaded(Exit.DONE, "build", "--backend", "animatic"), TEAMS))
                .isEmpty();
    }

    @Test
    void aCheckLoadsNoDatabaseAndNoNetwork() throws Exception {
        List<String> more = new ArrayList<>(TEAMS);
        more.addAll(List.of("org.sqlite.", "org.slf4j.", "okhttp3."));
        assertThat(of(loaded(Exit.DONE, "check"), more)).isEmpty();
    }

    @Test
    void whatIsLoadedIsSeen() throws Exception {
        assertThat(of(loaded(Exit.DONE, "build", "--backend", "animatic"), List.of("okhttp3.")))
                .as("a rule that can't fail proves nothing")
                .isNotEmpty();
    }
}
