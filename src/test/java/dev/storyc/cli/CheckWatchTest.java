package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.storyc.diagnostic.Exit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code check --watch} as a process, with files saved as editors save them. */
class CheckWatchTest {
    private static final String GOOD = """
            version: 1
            uses: ../brand.yaml
            variants: { rows: ../data/feed.csv }
            scenes:
              - { id: card, duration: 3, prompt: "{{> look/rain}} {{name}} of {{brand}}" }
            """;
    private static final String GOOD_SUMMARY = "1 storyboard: 2 variants, 2 clips, 6 s; no problems";
    private static final int SAVES = Integer.getInteger("storyc.saves", 12);

    @TempDir
    Path folder;

    private Desk desk;
    private Path board;
    private final List<Watching> started = new ArrayList<>();

    @BeforeEach
    void workspace() throws IOException {
        desk = new Desk(folder);
        board = desk.write("storyboards/feed.yaml", GOOD);
        desk.write("brand.yaml", "variables: { brand: Aurora }\n");
        desk.write("data/feed.csv", "name\nBasil\nFig\n");
        desk.write("templates/look/rain.mustache", "Rain.\n");
    }

    @AfterEach
    void end() throws Exception {
        for (Watching watching : started) {
            watching.process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            watching.screen.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"notices", "poll"})
    void every_save_of_any_file_it_depends_on_is_seen(String way) throws Exception {
        desk.environment.put("STORYC_WATCH", way);
        Watching watching = start(false);
        assertThat(watching.report()).contains(GOOD_SUMMARY).endsWith("watching, Ctrl-C ends");

        desk.write("storyboards/feed.yaml", GOOD.replace("duration: 3", "duration: 33"));
        assertThat(watching.report())
                .startsWith("\n────")
                .contains("error[clip-duration]")
                .contains("1 storyboard: 1 error");
        byRename(board, GOOD);
        assertThat(watching.report()).contains(GOOD_SUMMARY);

        desk.write("templates/look/rain.mustache", "Rain on {{nme}}.\n");
        assertThat(watching.report()).contains("unknown-name").contains("templates/look/rain.mustache:1:9");
        desk.write("templates/look/rain.mustache", "Rain.\n");
        assertThat(watching.report()).contains(GOOD_SUMMARY);

        desk.write("brand.yaml", "variables: { bran: Aurora }\n");
        assertThat(watching.report()).contains("unknown-name");
        desk.write("brand.yaml", "variables: { brand: Aurora }\n");
        assertThat(watching.report()).contains(GOOD_SUMMARY);

        desk.write("data/feed.csv", "name\nBasil\nBasil\n");
        assertThat(watching.report()).contains("duplicate-variant");
        Files.delete(desk.folder.resolve("data/feed.csv"));
        assertThat(watching.report()).contains("rows-unreadable");
        desk.write("data/feed.csv", "name\nBasil\nFig\n");
        assertThat(watching.report()).contains(GOOD_SUMMARY);

        desk.write("storyc.yaml", "templates: [other\n");
        assertThat(watching.report()).contains("storyc.yaml");
        desk.write("storyc.yaml", "templates: [other]\n");
        assertThat(watching.report()).contains("unknown-partial").contains("other");
        desk.write("other/look/rain.mustache", "Rain.\n");
        assertThat(watching.report()).contains(GOOD_SUMMARY);

        desk.write("storyboards/more/new.yaml", GOOD.replace("../", "../../"));
        assertThat(watching.report()).contains("2 storyboards: 4 variants");
        Files.delete(desk.folder.resolve("storyboards/more/new.yaml"));
        assertThat(watching.report()).contains(GOOD_SUMMARY);
    }

    @Test
    void a_file_that_is_empty_or_away_for_a_moment_is_not_shown_so() throws Exception {
        Watching watching = start(false);
        assertThat(watching.report()).contains(GOOD_SUMMARY);
        for (int i = 0; i < 3; i++) {
            Files.write(board, new byte[0]);
            TimeUnit.MILLISECONDS.sleep(80); // what is tested is that an editor is slow here
            desk.write("storyboards/feed.yaml", GOOD.replace("duration: 3", "duration: " + (4 + i)));
            assertThat(watching.report()).contains("2 clips, " + 2 * (4 + i) + " s");
        }
        Path backup = board.resolveSibling("feed.yaml~");
        Files.move(board, backup);
        TimeUnit.MILLISECONDS.sleep(80); // likewise
        desk.write("storyboards/feed.yaml", GOOD.replace("duration: 3", "duration: 9"));
        assertThat(watching.report()).contains("2 clips, 18 s");
        Files.delete(backup);
        Files.delete(board);
        assertThat(watching.report()).contains("storyc: no storyboard was found");
        desk.write("storyboards/feed.yaml", GOOD);
        assertThat(watching.report()).contains(GOOD_SUMMARY);
    }

    @Test
    void what_changes_nothing_shows_nothing() throws Exception {
        Watching watching = start(false);
        assertThat(watching.report()).contains(GOOD_SUMMARY);
        desk.write("storyboards/.feed.yaml.swp", "half a file");
        desk.write("out/feed/gallery.html", "<html>");
        desk.write("data/unrelated.csv", "a\n");
        desk.write("storyboards/feed.yaml", GOOD.replace("duration: 3", "duration: 4"));
        // The next report is the one of the save, and the only one.
        assertThat(watching.report()).contains("2 clips, 8 s");
        assertThat(watching.screen.ready()).isFalse();
    }

    @Test
    void a_terminal_is_drawn_anew_in_place() throws Exception {
        desk.environment.put("NO_COLOR", "1");
        Watching watching = start(true);
        assertThat(watching.report()).startsWith("\u001b[H\u001b[2J").contains(GOOD_SUMMARY);
        byRename(board, GOOD.replace("card", "Card"));
        assertThat(watching.report())
                .startsWith("\u001b[H\u001b[2J")
                .contains("not-a-slug")
                .doesNotContain("────");
    }

    @Test
    void interrupting_ends_with_130() throws Exception {
        String ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0");
        boolean ignoresInterrupts = (Long.parseUnsignedLong(ignored.replaceFirst("SigIgn:\\s*", ""), 16) & 2) != 0;
        // A build that runs in a shell's background inherits that SIGINT is ignored, and so do its children.
        Watching watching = start(false);
        watching.report();
        assumeThat(ignoresInterrupts).as("SIGINT is ignored here").isFalse();
        new ProcessBuilder("kill", "-INT", String.valueOf(watching.process.pid()))
                .start()
                .waitFor();
        assertThat(watching.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(watching.process.exitValue()).isEqualTo(Exit.INTERRUPTED);
    }

    @Test
    void it_is_for_people_alone() throws Exception {
        Watching watching = start(false, "--format", "json");
        assertThat(watching.process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(watching.process.exitValue()).isEqualTo(Exit.USAGE);
    }

    /** Prints how long it took from a save to the screen; quiet figures are in docs/performance.md. */
    @Test
    void saves_are_answered_soon() throws Exception {
        Watching watching = start(false);
        watching.report();
        long[] took = new long[SAVES];
        for (int i = 0; i < SAVES; i++) {
            String text = GOOD.replace("duration: 3", "duration: " + (i % 2 == 0 ? 4 : 5));
            long before = System.nanoTime();
            if (i % 3 == 0) {
                byRename(board, text);
            } else {
                Files.writeString(board, text);
            }
            assertThat(watching.report()).contains("2 clips, " + (i % 2 == 0 ? 8 : 10) + " s");
            took[i] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - before);
        }
        String first = Arrays.toString(Arrays.copyOf(took, Math.min(8, SAVES)));
        Arrays.sort(took);
        System.out.println("save to screen over " + SAVES + " saves: median " + took[SAVES / 2] / 1000.0 + " ms, most "
                + took[SAVES - 1] / 1000.0 + " ms; the first, in µs: " + first);
        assertThat(took[SAVES / 2]).isLessThan(TimeUnit.SECONDS.toMicros(5));
    }

    private static void byRename(Path file, String text) throws IOException {
        Path beside = Files.writeString(file.resolveSibling("." + file.getFileName() + ".tmp"), text);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The process, and what it shows. */
    private static final class Watching {
        final Process process;
        final BufferedReader screen;

        Watching(Process process) {
            this.process = process;
            this.screen = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** All that is shown up to the line that ends a report. */
        String report() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = screen.readLine(); line != null; line = screen.readLine()) {
                lines.add(line);
                if (line.endsWith("Ctrl-C ends")) {
                    return lines.stream().collect(Collectors.joining("\n"));
                }
            }
            throw new AssertionError("it ended with " + lines);
        }
    }

    private Watching start(boolean terminal, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("check", "--watch"));
        args.addAll(List.of(more));
        ProcessBuilder builder = desk.process(List.of("-Dstoryc.terminal=" + terminal), args.toArray(String[]::new))
                .redirectErrorStream(true);
        Watching watching = new Watching(builder.start());
        started.add(watching);
        return watching;
    }
}
