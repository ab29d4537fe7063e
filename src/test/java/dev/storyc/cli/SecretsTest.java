package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.CallFault;
import dev.storyc.emulator.CreateFault;
import dev.storyc.emulator.Faults;
import dev.storyc.emulator.FilmFault;
import dev.storyc.emulator.JobFault;
import dev.storyc.lower.Payload;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key goes to the API and nowhere else, even where the far end sends it back in everything it says. */
class SecretsTest {
    private static final String KEY = Desk.KEY;
    private static final String BARE = KEY.substring(3);
    private static final String DISGUISED = "\\u0061k-" + BARE;

    @TempDir
    Path folder;

    private Desk desk;

    /** Says the key in every place that there is. */
    private static final class Parrot implements Faults {
        private static Optional<CreateFault> says(int status, String body) {
            Map<String, String> headers = Map.of("X-Echo", KEY, "Location", "https://films.example/" + KEY);
            return Optional.of(new CreateFault(false, new CallFault.Answer(status, headers, body)));
        }

        @Override
        public Optional<CreateFault> create(int n, Payload request) {
            return switch (n) {
                case 1 -> says(500, "{\"code\":5000,\"info\":\"" + KEY + " had bad luck\"}");
                case 2 -> says(200, "{\"code\":0,\"data\":{\"job_id\":\"" + KEY + "\",\"amount\":\"0.4\"}}");
                case 3 -> says(200, "{\"code\":1301,\"info\":\"Authorization: Bearer " + KEY + "\"}");
                case 4 -> says(302, KEY + "\n" + KEY);
                case 5 -> says(200, "{\"what\":\"" + DISGUISED + "\"}");
                case 6 -> says(200, "{\"code\":0,\"data\":{\"job_id\":\"lost-1\",\"amount\":\"" + KEY + "\"}}");
                case 7 -> says(200, "{\"code\":\"" + KEY + "\",\"message\":\"" + "x".repeat(299) + KEY + "\"}");
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<JobFault> job(int n, Payload request) {
            return n == 1 ? Optional.of(new JobFault.Fails("the key " + KEY + " is odd", true)) : Optional.empty();
        }

        @Override
        public Optional<CallFault> query(int n, String jobId) {
            String head = "{\"code\":0,\"data\":{\"id\":\"" + jobId + "\",\"model\":\"" + KEY + "\",";
            return switch (n) {
                case 1 -> Optional.of(new CallFault.Answer(200, head + "\"status\":\"" + KEY + "\"}}"));
                case 2 -> Optional.of(new CallFault.Answer(401, "{\"code\":1000,\"info\":\"" + KEY + "\"}"));
                case 3 ->
                    Optional.of(new CallFault.Answer(
                            200,
                            head + "\"status\":2,\"result\":{\"videos\":[{\"url\":\"https://films.example/" + KEY
                                    + ".mp4\"}]}}}"));
                case 4 -> Optional.of(new CallFault.Answer(200, "{\"code\":5000,\"info\":\"" + KEY + "\"}"));
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<FilmFault> film(int n, String jobId) {
            return switch (n) {
                case 1 -> Optional.of(new FilmFault.Redirect("/films?token=" + KEY));
                case 2 -> Optional.of(new FilmFault.Redirect("https://films.example/%61k-" + BARE));
                case 3 -> Optional.of(new FilmFault.NotAFilm("text/plain; key=" + KEY, KEY));
                default -> Optional.empty();
            };
        }
    }

    @BeforeEach
    void sit() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/many.yaml", """
                version: 1
                name: many
                settings: { mode: std }
                variants: { matrix: { n: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] } }
                scenes:
                  - { id: a, duration: 3, prompt: "Number {{n}}." }
                """);
        desk.write("storyc.yaml", """
                api: { first_query: 20ms, query_every: 50ms, query_at_most: 100ms, give_up_after: 4s }
                """);
    }

    @Test
    void whateverTheFarEndEchoesTheKeyIsFoundNowhere() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), new Parrot(), Duration.ofMillis(50), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            Process build = start("build", "--yes", "--format", "json");
            List<String> commandLines = new ArrayList<>();
            while (build.isAlive() && far.stats().downloads() < 4) {
                build.waitFor(20, TimeUnit.MILLISECONDS);
                commandLines.add(commandLine(build));
                assertNowhere();
            }
            // In the middle, so that what SQLite has not yet put away is looked at too.
            build.destroyForcibly();
            assertThat(build.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertNowhere();
            assertThat(commandLines).anyMatch(line -> line.contains("--yes")).noneMatch(line -> line.contains(BARE));
            assertThat(far.stats().creates()).isGreaterThanOrEqualTo(7);

            Process next = start("build", "--yes", "--retry", "failed");
            assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(next.exitValue()).isEqualTo(Exit.IN_DOUBT);
            for (String[] command : new String[][] {
                {"plan"},
                {"plan", "--format", "json"},
                {"jobs", "list"},
                {"jobs", "list", "--format", "json"},
                {"build", "--yes"},
                {"verify"},
                {"export", "--to", "otio"},
                {"export", "--to", "csv"}
            }) {
                desk.run(command);
            }
            desk.run("jobs", "list", "--format", "json");
            List<String> keys = desk.out
                    .lines()
                    .map(line -> line.replaceAll(".*\"key\":\"([0-9a-f]+)\".*", "$1"))
                    .toList();
            assertThat(keys).hasSizeGreaterThanOrEqualTo(11);
            for (String key : keys) {
                assertThat(desk.run("jobs", "show", key)).isZero();
            }
            assertThat(desk.everything).contains("ak-…").doesNotContain(BARE);
            assertNowhere();
            assertThat(far.stats().authorizationOnFilmHost()).isZero();
        }
    }

    @Test
    void storeAndLedgerAreTheUsersAlone() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofSeconds(5), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            Process build = start("build", "--yes");
            while (build.isAlive() && far.stats().jobs() < 2) {
                build.waitFor(10, TimeUnit.MILLISECONDS);
            }
            build.destroyForcibly();
            assertThat(build.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        Path store = folder.resolve("store");
        List<String> open = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        Set<PosixFilePermission> others = EnumSet.complementOf(EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        try (Stream<Path> all = Files.walk(store)) {
            for (Path path : all.toList()) {
                seen.add(String.valueOf(path.getFileName()));
                if (Files.getPosixFilePermissions(path).stream().anyMatch(others::contains)) {
                    open.add(store.relativize(path).toString());
                }
            }
        }
        assertThat(seen)
                .contains("ledger.db", "ledger.db-wal", "ledger.db-shm")
                .anyMatch(name -> name.endsWith(".lock"));
        assertThat(open).isEmpty();
    }

    /** Everything that was written and printed, but the far end's own folder. */
    private void assertNowhere() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes;
                try {
                    bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                } catch (NoSuchFileException e) {
                    // It was on its way, and has arrived under another name, where it is read next time.
                    continue;
                }
                assertThat(bytes.contains(BARE)).as(file.toString()).isFalse();
            }
        } catch (UncheckedIOException e) {
            // A folder that vanished while it was walked.
            assertThat(e.getCause()).isInstanceOf(NoSuchFileException.class);
        }
    }

    private static String commandLine(Process process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
        } catch (IOException e) {
            // It has ended meanwhile, or this is no Linux, which the check on all of them together tells.
            return "";
        }
    }

    private Process start(String... args) throws IOException {
        ProcessBuilder builder = desk.process(List.of(), args)
                .redirectOutput(folder.resolve("out-" + args.length + ".txt").toFile())
                .redirectError(folder.resolve("err-" + args.length + ".txt").toFile());
        builder.environment().remove("CI");
        return builder.start();
    }
}
