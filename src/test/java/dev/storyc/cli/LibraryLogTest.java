package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.JavaProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What libraries say, by whichever door, in a process that is set up as storyc's own. */
@Tag("fast")
class LibraryLogTest {
    /** Logs as libraries do, from a process of its own: how Java logs is set up once. */
    static final class Talker {
        private Talker() {}

        public static void main(String[] args) {
            Main.quietLibraries();
            if (args.length > 0) {
                WorkerLog log = new WorkerLog(System.err, java.time.Clock.systemUTC(), true);
                LibraryLog.into((record, words) ->
                        log.event(WorkerLog.Level.WARNING, "library", WorkerLog.About.WORKER, words));
            }
            LoggerFactory.getLogger("com.zaxxer.hikari.HikariDataSource").info("storyc - Starting...");
            LoggerFactory.getLogger("org.flywaydb.core").debug("Flyway");
            LoggerFactory.getLogger("com.github.kagkarlsson.scheduler").warn("late by {} s", 12);
            System.getLogger("software.amazon.awssdk").log(System.Logger.Level.INFO, "hello");
            java.util.logging.Logger.getLogger("org.postgresql").fine("connecting");
            java.util.logging.Logger.getLogger("org.postgresql")
                    .log(java.util.logging.Level.SEVERE, "gone\nfor ever", new IllegalStateException("reset"));
        }
    }

    private static String said(List<String> flags, String... args) throws Exception {
        Process process = JavaProcess.of(Talker.class.getName(), flags, args)
                .redirectErrorStream(true)
                .start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return words;
    }

    @Test
    void onlyWarningsAreSaidALineEach() throws Exception {
        assertThat(said(List.of())).isEqualTo("""
                        storyc: com.github.kagkarlsson.scheduler: late by 12 s
                        storyc: org.postgresql: gone\\u000afor ever (java.lang.IllegalStateException: reset)
                        """);
    }

    @Test
    void aWorkerSaysThemInItsOwnLog() throws Exception {
        assertThat(said(List.of(), "json").lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"time\":"))
                .anyMatch(line -> line.contains("\"words\":\"late by 12 s\""))
                .anyMatch(
                        line -> line.contains("\"words\":\"gone for ever (java.lang.IllegalStateException: reset)\""));
    }

    @Test
    void somebodysOwnSettingStays() throws Exception {
        Path standard = Path.of(System.getProperty("java.home"), "conf", "logging.properties");
        assertThat(said(List.of("-Djava.util.logging.config.file=" + standard))).contains("Starting...");
    }

    @Test
    void theTestsThemselvesAreSetUpLikeThat() {
        assertThat(LogManager.getLogManager().getLogger("").getLevel()).isEqualTo(java.util.logging.Level.WARNING);
    }
}
