package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store on a real disk that is too small, or can't be written. As small as it gets, so that each write of store and
 * ledger is the one for which there is no room; skipped where nobody may mount a disk.
 */
class SmallDiskTest {
    private static final Pattern ADOPT = Pattern.compile("jobs resolve (\\S+) --adopt (\\S+)");

    @TempDir
    Path folder;

    private @Nullable FarEndHere far;
    private @Nullable Path disk;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted = Program.runs("mount", "-t", "tmpfs", "-o", "size=4k", "storyc-test", disk().toString());
        Assumptions.assumeTrue(mounted, "nobody may mount a small disk here, so none was filled");
        far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(20), null);
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (far != null) {
            far.close();
            assertThat(Program.run(folder, Map.of(), "umount", disk().toString())
                            .code())
                    .isZero();
        }
    }

    @Test
    void aFullDiskIsSaidAndNothingIsLostOrPaidTwice() throws Exception {
        Set<Integer> codes = new HashSet<>();
        int full = 0;
        int adopted = 0;
        for (int kib = 8; kib <= 320; kib += kib < 200 ? 16 : 60) {
            Desk desk = desk(kib);
            size(kib + "k");
            int first = desk.run("build", "--yes");
            assertThat(first).as(kib + " KiB: " + desk.err).isIn(Exit.DONE, Exit.STORE);
            assertThat(desk.err).as(kib + " KiB").doesNotContain("this is a bug");
            String said = desk.err;
            if (first == Exit.STORE) {
                full++;
                assertThat(said)
                        .as(kib + " KiB")
                        .containsAnyOf("No space left", "disk is full", "database or disk is full");
            }
            size("64m");
            int second = desk.run("build", "--yes");
            codes.add(second);
            if (second == Exit.IN_DOUBT) {
                // The answer came and could not be written down, so it was said: a person finds the job in the words.
                Matcher commands = ADOPT.matcher(said);
                assertThat(commands.find()).as(kib + " KiB: " + said).isTrue();
                do {
                    assertThat(desk.run("jobs", "resolve", commands.group(1), "--adopt", commands.group(2)))
                            .as(kib + " KiB: " + said + desk.err)
                            .isZero();
                } while (commands.find());
                adopted++;
                second = desk.run("build", "--yes");
            }
            assertThat(second).as(kib + " KiB: " + said + desk.err).isZero();
            assertThat(desk.run("verify")).as(kib + " KiB: " + desk.out).isZero();
            assertThat(desk.run("store", "verify"))
                    .as(kib + " KiB: " + desk.out)
                    .isZero();
            assertThat(far().stats().distinct().values())
                    .as(kib + " KiB")
                    .allMatch(one -> one.jobIds().size() == 1);
            clear(desk);
        }
        System.out.println(
                "small disks: " + full + " were full, " + adopted + " jobs adopted, second builds ended with " + codes);
        assertThat(full).isGreaterThan(5);
    }

    @Test
    void aReadOnlyDiskIsSaidAndTheNextBuildGoesOn() throws Exception {
        size("64m");
        Desk desk = desk(1);
        assertThat(desk.run("build", "--yes")).as(desk.err).isZero();
        desk.write("storyboards/more.yaml", board("more", "Another."));
        remount("ro");
        assertThat(desk.run("build", "--yes")).isEqualTo(Exit.STORE);
        assertThat(desk.err).containsIgnoringCase("read-only").doesNotContain("this is a bug");
        assertThat(desk.run("build", "--locked", "storyboards/board1.yaml"))
                .as(desk.err)
                .isZero();
        remount("rw");
        assertThat(desk.run("build", "--yes")).as(desk.err).isZero();
        assertThat(desk.out).contains("1 rendered, 2 held");
        assertThat(far().stats().distinct().values())
                .allMatch(one -> one.jobIds().size() == 1);
    }

    @Test
    void aDiskWithoutRoomForPicturesKeepsItsFilmsAndGetsThemOnceThereIsRoom() throws Exception {
        size("64m");
        Desk desk = desk(2);
        desk.environment.put("STORYC_HOME", folder.resolve("roomy").toString());
        String out = disk().resolve("out").toString();
        assertThat(desk.run("build", "--yes", "--out", out, "--pictures", "none"))
                .as(desk.err)
                .isZero();
        assertThat(desk.out).contains("1 cut not made\n");
        FileStore store = Files.getFileStore(disk());
        long used = store.getTotalSpace() - store.getUsableSpace();
        for (int spare = 0; spare <= 64; spare += 16) {
            size(used / 1024 + spare + "k");
            assertThat(desk.run("build", "--yes", "--out", out))
                    .as(spare + " KiB: " + desk.err)
                    .isIn(Exit.FILM_WRONG, Exit.STORE);
            assertThat(desk.err).containsIgnoringCase("no space left").doesNotContain("this is a bug");
            assertThat(disk().resolve("out/board2/default/01-one.mp4")).isNotEmptyFile();
        }
        size("64m");
        assertThat(desk.run("build", "--yes", "--out", out)).as(desk.err).isZero();
        assertThat(desk.out).contains("1 cut made\n");
        assertThat(disk().resolve("out/board2/default.mp4")).isNotEmptyFile();
        assertThat(disk().resolve("out/board2/.storyc-work")).doesNotExist();
        assertThat(far().stats().distinct().values())
                .allMatch(one -> one.jobIds().size() == 1);
    }

    private Desk desk(int n) throws IOException {
        Desk desk = new Desk(folder.resolve("desk" + n));
        desk.environment.put("STORYC_HOME", disk().resolve("store" + n).toString());
        desk.environment.put("STORYC_API_URL", far().url().toString());
        desk.write("storyboards/board" + n + ".yaml", board("board" + n, "A pier, " + n + "."));
        return desk;
    }

    private static String board(String name, String prompt) {
        String two = name.equals("more") ? "" : "  - { id: two, duration: 3, prompt: \"Two: " + prompt + "\" }\n";
        return "version: 1\nname: " + name
                + "\nsettings: { mode: std }\nscenes:\n  - { id: one, duration: 3, prompt: \"" + prompt + "\" }\n"
                + two;
    }

    private void clear(Desk desk) throws IOException, InterruptedException {
        String store = desk.environment.get("STORYC_HOME");
        assertThat(Program.run(folder, Map.of(), "rm", "-rf", String.valueOf(store))
                        .code())
                .isZero();
    }

    private void size(String size) throws IOException, InterruptedException {
        remount("size=" + size);
    }

    private void remount(String option) throws IOException, InterruptedException {
        Program.Said said = Program.run(folder, Map.of(), "mount", "-o", "remount," + option, disk().toString());
        assertThat(said.code()).as(said.words()).isZero();
    }

    private FarEndHere far() {
        return Objects.requireNonNull(far);
    }

    private Path disk() {
        return Objects.requireNonNull(disk);
    }
}
