package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Exit;
import dev.storyc.media.FilmProver;
import dev.storyc.media.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build makes of its films: posters, contact sheets, cuts and captions, and each of them only once. */
class PicturesTest {
    private static final String BOARD = """
            version: 1
            name: pier
            variants: { matrix: { time: [dawn, dusk] } }
            scenes:
              - { id: fog, duration: 3, prompt: A pier at {{time}}, caption: "It is {{time}}." }
              - id: gulls
                shots:
                  - { duration: 2, prompt: Gulls. }
                  - { duration: 1, prompt: A bell., caption: "<Ding>" }
              - { id: card, duration: 3, prompt: White letters on black. }
            """.replace("A pier at {{time}}", "\"A pier at {{time}}\"");

    @TempDir
    private Path temporary;

    private Desk desk;

    @BeforeEach
    void workspace() throws IOException {
        desk = new Desk(temporary);
        desk.write("storyboards/pier.yaml", BOARD);
    }

    @Test
    void a_build_makes_pictures_cuts_and_captions_and_the_next_makes_nothing() throws Exception {
        assertThat(build()).as(desk.err).isZero();
        assertThat(desk.out).contains("2 cuts made\n");
        Path out = out();
        for (String variant : new String[] {"dawn", "dusk"}) {
            for (String clip : new String[] {"01-fog", "02-gulls", "03-card"}) {
                assertThat(out.resolve(variant + "/" + clip + ".mp4")).isRegularFile();
                assertThat(out.resolve(variant + "/" + clip + ".jpg")).isNotEmptyFile();
                assertThat(out.resolve(variant + "/" + clip + ".sheet.jpg")).isNotEmptyFile();
            }
            assertThat(seconds(out.resolve(variant + ".mp4"))).isBetween(8.85, 9.15);
            assertThat(out.resolve(variant + ".jpg")).isNotEmptyFile();
            assertThat(out.resolve(variant + ".sheet.jpg")).isNotEmptyFile();
        }
        assertThat(out.resolve("dawn.srt")).hasContent("""
                1
                00:00:00,000 --> 00:00:03,000
                It is dawn.

                2
                00:00:05,000 --> 00:00:06,000
                <\u2060Ding>

                """);
        assertThat(Files.readString(out.resolve("dusk.vtt")))
                .startsWith("WEBVTT\n")
                .contains("&lt;Ding&gt;");
        assertThat(out.resolve(".storyc-work")).doesNotExist();

        SortedMap<String, FileTime> before = looks();
        assertThat(build()).isZero();
        assertThat(desk.out).contains("2 cuts unchanged\n");
        assertThat(looks()).isEqualTo(before);
        assertThat(desk.run("build", "--backend", "animatic", "--format", "json"))
                .isZero();
        JsonNode cuts = end().get("cuts");
        assertThat(cuts).hasSize(2);
        assertThat(cuts.get(0).get("variant").asText()).isEqualTo("dawn");
        assertThat(cuts.get(0).get("outcome").asText()).isEqualTo("unchanged");
        assertThat(cuts.get(0).get("file").asText()).isEqualTo("out/pier@animatic/dawn.mp4");
        assertThat(cuts.get(0).get("seconds").asDouble()).isBetween(8.9, 9.1);
    }

    @Test
    void only_what_an_edit_changes_is_made_again() throws Exception {
        assertThat(build()).isZero();
        Map<String, FileTime> before = looks();
        desk.write("storyboards/pier.yaml", BOARD.replace("It is", "It was"));
        assertThat(build()).isZero();
        assertThat(desk.out).contains("2 cuts unchanged\n");
        assertThat(changed(before)).containsExactly("dawn.srt", "dawn.vtt", "dusk.srt", "dusk.vtt");

        before = looks();
        desk.write(
                "storyboards/pier.yaml", BOARD.replace("It is", "It was").replace("White letters", "Yellow letters"));
        assertThat(build()).isZero();
        assertThat(desk.out).contains("2 cuts made\n");
        assertThat(changed(before))
                .contains("dawn.mp4", "dawn.jpg", "dawn/03-card.jpg", "dusk.sheet.jpg")
                .doesNotContain("dawn/01-fog.jpg", "dawn.srt");
    }

    @Test
    void scenes_that_are_left_out_shorten_the_cut_and_a_cut_that_is_not_wanted_goes() throws Exception {
        assertThat(build()).isZero();
        desk.write(
                "storyboards/pier.yaml",
                BOARD.replace("id: card, duration", "id: card, cut: { enabled: false }, duration"));
        assertThat(build()).isZero();
        assertThat(seconds(out().resolve("dusk.mp4"))).isBetween(5.85, 6.15);
        assertThat(out().resolve("dusk/03-card.jpg")).isRegularFile();
        desk.write("storyboards/pier.yaml", BOARD.replace("name: pier", "name: pier\ncut: { enabled: false }"));
        assertThat(build()).isZero();
        assertThat(desk.out).doesNotContain("cut");
        assertThat(looks().keySet())
                .allSatisfy(name -> assertThat(name).startsWith("d").contains("/"))
                .contains("dawn/01-fog.jpg");
    }

    @Test
    void what_is_no_longer_wanted_goes_and_what_is_somebody_elses_stays() throws Exception {
        Files.createDirectories(out());
        Files.writeString(out().resolve("dawn.mp4"), "my own film");
        assertThat(build()).isZero();
        assertThat(desk.err).contains("dawn.mp4 was not written by storyc: kept as dawn.mp4.kept");
        assertThat(out().resolve("dawn.mp4.kept")).hasContent("my own film");
        Files.writeString(out().resolve("dusk.jpg"), "retouched");
        Files.writeString(out().resolve("dusk/notes.txt"), "mine");
        desk.write("storyboards/pier.yaml", BOARD.replace("[dawn, dusk]", "[dawn]"));
        assertThat(build()).isZero();
        assertThat(looks().keySet())
                .filteredOn(name -> name.startsWith("dusk"))
                .containsExactly("dusk.jpg", "dusk/notes.txt");
    }

    @Test
    void what_was_deleted_is_made_again_and_what_was_changed_is_kept_aside() throws Exception {
        assertThat(build()).isZero();
        Files.delete(out().resolve("dawn.mp4"));
        Files.delete(out().resolve("dusk/01-fog.sheet.jpg"));
        Files.writeString(out().resolve("dusk/02-gulls.jpg"), "scribbled on");
        assertThat(build()).isZero();
        assertThat(desk.out).contains("1 cut made, 1 unchanged\n");
        assertThat(out().resolve("dawn.mp4")).isRegularFile();
        assertThat(out().resolve("dusk/01-fog.sheet.jpg")).isRegularFile();
        assertThat(out().resolve("dusk/02-gulls.jpg.kept")).hasContent("scribbled on");
    }

    @Test
    void a_cut_that_somebody_wrote_over_is_made_again_though_nothing_else_changed() throws Exception {
        assertThat(build()).isZero();
        Files.writeString(out().resolve("dawn.mp4"), "my own edit");
        assertThat(build()).isZero();
        assertThat(desk.out).contains("1 cut made, 1 unchanged\n");
        assertThat(desk.err).contains("dawn.mp4 was not written by storyc: kept as dawn.mp4.kept");
        assertThat(seconds(out().resolve("dawn.mp4"))).isBetween(8.85, 9.15);
    }

    @Test
    void lists_that_somebody_scribbled_into_are_read_for_what_is_right_in_them() throws Exception {
        assertThat(build()).isZero();
        for (String name : List.of(".storyc-made", ".storyc-files")) {
            Path list = out().resolve(name);
            byte[] before = Files.readAllBytes(list);
            byte[] scribble = ("a".repeat(64) + " 1 2 a\0b\n" + "b".repeat(64) + " c\0d\n\u00ff\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            byte[] both = Arrays.copyOf(before, before.length + scribble.length);
            System.arraycopy(scribble, 0, both, before.length, scribble.length);
            Files.write(list, both);
        }
        Files.delete(out().resolve("dawn.mp4"));
        assertThat(build()).as(desk.err).isZero();
        assertThat(desk.out).contains("1 cut made, 1 unchanged");
        Files.delete(out().resolve(".storyc-made"));
        Files.createDirectory(out().resolve(".storyc-made"));
        assertThat(build()).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err).contains(".storyc-made, and something else stands there: remove it");
    }

    @Test
    void a_part_of_a_storyboard_cuts_only_what_is_whole_and_leaves_the_rest() throws Exception {
        assertThat(desk.run("build", "--backend", "animatic", "--select", "clip:fog", "--select", "clip:gulls"))
                .isZero();
        assertThat(desk.out).contains("2 cuts not made for want of clips\n");
        assertThat(out().resolve("dawn.mp4")).doesNotExist();
        assertThat(desk.run("build", "--backend", "animatic", "--select", "clip:card", "--select", "variant:dawn"))
                .isZero();
        assertThat(desk.out).contains("1 cut made\n");
        assertThat(out().resolve("dawn.mp4")).isRegularFile();
        assertThat(desk.run("build", "--backend", "animatic", "--select", "variant:dusk"))
                .isZero();
        assertThat(out().resolve("dawn.mp4")).isRegularFile();
        assertThat(out().resolve("dawn.srt")).isRegularFile();
        assertThat(out().resolve("dusk.mp4")).isRegularFile();
    }

    @Test
    void what_cannot_be_made_is_told_and_the_films_are_there() throws Exception {
        Files.createDirectories(out());
        Files.writeString(out().resolve(".storyc-work"), "in the way");
        assertThat(build()).isEqualTo(Exit.FILM_WRONG);
        assertThat(desk.err).contains(".storyc-work", "the films themselves are all right");
        assertThat(out().resolve("dusk/03-card.mp4")).isRegularFile();
        assertThat(out().resolve("pier.manifest.json")).isRegularFile();
        assertThat(out().resolve("dusk.mp4")).doesNotExist();
        Files.delete(out().resolve(".storyc-work"));
        assertThat(build()).isZero();
        assertThat(desk.out).contains("2 cuts made\n");
    }

    @Test
    void a_locked_build_makes_them_too() throws Exception {
        assertThat(build()).isZero();
        Files.delete(out().resolve("dusk.mp4"));
        assertThat(desk.run("build", "--backend", "animatic", "--locked"))
                .as(desk.err)
                .isZero();
        assertThat(desk.out).contains("1 cut made, 1 unchanged\n");
        assertThat(out().resolve("dusk.mp4")).isRegularFile();
    }

    @Test
    void a_process_killed_at_any_point_leaves_nothing_half_and_nothing_foreign() throws Exception {
        assertThat(desk.run("build", "--backend", "animatic")).isZero();
        for (int killed = 0; killed < 3; killed++) {
            for (String name : looks().keySet()) {
                if (!name.matches("d.*/[^.]*[.]mp4")) {
                    Files.delete(out().resolve(name));
                }
            }
            Process build = start();
            int seen = killed * 6;
            while (build.isAlive() && looks().size() < 6 + seen + 1) {
                build.waitFor(2, TimeUnit.MILLISECONDS);
            }
            build.destroyForcibly().waitFor();
            for (String name : looks().keySet()) {
                if (name.matches("d[^/]*[.]mp4")) {
                    assertThat(seconds(out().resolve(name))).isBetween(8.85, 9.15);
                }
            }
        }
        assertThat(build()).as(desk.err).isZero();
        assertThat(looks().keySet()).hasSize(6 * 3 + 2 * 5).noneMatch(name -> name.contains("kept"));
        assertThat(out().resolve(".storyc-work")).doesNotExist();
        assertThat(build()).isZero();
        assertThat(desk.out).contains("2 cuts unchanged\n");
    }

    @Test
    void a_build_that_is_told_to_makes_none_and_takes_away_what_is_no_longer_right() throws Exception {
        assertThat(desk.run("build", "--backend", "animatic", "--pictures", "none"))
                .as(desk.err)
                .isZero();
        assertThat(desk.out).contains("2 cuts not made\n");
        assertThat(looks().keySet()).hasSize(6).allMatch(name -> name.matches("d.*/[^.]*[.]mp4"));
        assertThat(build()).isZero();
        assertThat(desk.out).contains("2 cuts made\n");

        desk.write("storyc.yaml", "pictures: none\n");
        desk.write("storyboards/pier.yaml", BOARD.replace("White letters", "Yellow letters"));
        SortedMap<String, FileTime> before = looks();
        assertThat(desk.run("build", "--backend", "animatic", "--format", "json"))
                .as(desk.err)
                .isZero();
        assertThat(end().get("cuts").get(0).get("outcome").asText()).isEqualTo("skipped");
        assertThat(end().get("cuts").get(0).get("file").isNull()).isTrue();
        assertThat(looks().keySet())
                .contains("dawn/01-fog.jpg", "dusk/02-gulls.sheet.jpg", "dawn.srt")
                .doesNotContain("dawn.mp4", "dawn.jpg", "dawn/03-card.jpg");
        assertThat(looks().get("dawn/01-fog.jpg")).isEqualTo(before.get("dawn/01-fog.jpg"));
        assertThat(desk.run("build", "--backend", "animatic", "--pictures", "all"))
                .isZero();
        assertThat(desk.out).contains("2 cuts made\n");
        assertThat(build()).isZero();
        assertThat(desk.out).contains("2 cuts unchanged\n");

        desk.write("storyc.yaml", "pictures: some\n");
        assertThat(build()).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("`pictures` in storyc.yaml takes all or none, and not some");
    }

    @Test
    void an_interrupted_build_ends_soon_with_130_and_leaves_nothing_half() throws Exception {
        assertThat(build()).isZero();
        int code = 0;
        // One that was through before the signal came has nothing to tell.
        for (int tries = 0; tries < 5 && code == 0; tries++) {
            for (String name : looks().keySet()) {
                if (!name.matches("d.*/[^.]*[.]mp4")) {
                    Files.delete(out().resolve(name));
                }
            }
            Process build = start();
            while (build.isAlive() && looks().size() == 6) {
                build.waitFor(1, TimeUnit.MILLISECONDS);
            }
            build.destroy();
            assertThat(build.waitFor(1, TimeUnit.MINUTES)).isTrue();
            code = build.exitValue();
            for (String name : looks().keySet()) {
                if (name.matches("d[^/]*[.]mp4")) {
                    assertThat(seconds(out().resolve(name))).isBetween(8.85, 9.15);
                }
            }
            assertThat(out().resolve(".storyc-work")).doesNotExist();
        }
        assertThat(code).as(Files.readString(said())).isEqualTo(Exit.INTERRUPTED);
        assertThat(build()).as(desk.err).isZero();
        assertThat(looks().keySet()).hasSize(6 * 3 + 2 * 5).noneMatch(name -> name.contains("kept"));
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "build",
                        "--backend",
                        "animatic")
                .directory(desk.folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said().toFile());
        builder.environment().putAll(desk.environment);
        return builder.start();
    }

    private Path said() {
        return temporary.resolve("said");
    }

    private static double seconds(Path film) throws IOException {
        return new FilmProver().whole(film).fold(Probe::seconds, words -> {
            throw new AssertionError(film + ": " + words);
        });
    }

    private int build() {
        return desk.run("build", "--backend", "animatic");
    }

    private JsonNode end() throws IOException {
        String last = desk.out.lines().reduce((first, second) -> second).orElseThrow();
        return JsonMapper.builder().build().readTree(last);
    }

    private Path out() {
        return desk.folder.resolve("out/pier@animatic");
    }

    /** The films and what was made of them, by name, with when. */
    private SortedMap<String, FileTime> looks() throws IOException {
        SortedMap<String, FileTime> looks = new TreeMap<>();
        Files.walkFileTree(out(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
                String name = out().relativize(file).toString();
                if (name.startsWith("d") && found.isRegularFile()) {
                    looks.put(name, found.lastModifiedTime());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // A build that runs takes its work away.
                return FileVisitResult.CONTINUE;
            }
        });
        return looks;
    }

    private Stream<String> changed(Map<String, FileTime> before) throws IOException {
        return looks().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .filter(name -> !name.matches("d.*/.*[.]mp4"));
    }
}
