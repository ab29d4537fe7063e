package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.cli.FaultyDisk.Fault;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.EmulatorStats;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A build of two clips whose n-th write, fsync, rename or other call fails, of store, ledger, outputs and manifest; then
 * one on a disk that is well again. The usual tests try some n, {@code -Pstorm} all.
 */
class DiskFaultTest {
    private static final int TRIED = Integer.getInteger("storm.faults", 8);
    private static final Pattern TOLD = Pattern.compile("jobs resolve (\\S+) (--adopt|--resubmit)(?: (\\S+))?");

    @TempDir
    Path folder;

    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> ends = new TreeMap<>();
    private int desks;

    @ParameterizedTest
    @CsvSource({"EIO, false", "EIO, true", "EDQUOT, false", "EDQUOT, true"})
    void aWriteThatFailsIsSaidAndNothingIsLostOrPaidTwice(Fault fault, boolean forGood) throws Exception {
        sweep(FaultyDisk.CHANGES, "", fault, forGood);
    }

    @Test
    void aReadOfTheStoreThatFailsIsSaidAndNothingIsLostOrPaidTwice() throws Exception {
        sweep(FaultyDisk.READS, "store", Fault.EIO, false);
    }

    private void sweep(int kinds, String part, Fault fault, boolean forGood) throws Exception {
        FaultyDisk disk = FaultyDisk.make(folder);
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(20), null);
                DeskProcess desk = new DeskProcess(folder.resolve("log"), disk.environment())) {
            int calls = calls(desk, disk, far, kinds, part);
            assertThat(calls).isGreaterThan(20);
            int failed = 0;
            for (int i = 0; i < Math.min(TRIED, calls); i++) {
                // Spread over all of them, and another part of them for another fault.
                int at = TRIED >= calls ? i + 1 : 1 + (2 * i + (fault == Fault.EIO ? 0 : 1)) * calls / (2 * TRIED);
                failed += failing(desk, disk, far, kinds, part, fault, at, forGood) ? 1 : 0;
            }
            System.out.println("of " + calls + " calls, " + failed + " failed with " + fault
                    + (forGood ? " and all after them" : "") + ": " + ends);
            assertThat(wrong).as(String.join("\n\n", wrong)).isEmpty();
            assertThat(failed).isPositive();
        }
        assertThat(Files.readString(folder.resolve("log"))).doesNotContain("dev.storyc");
    }

    /** How many calls a build has that nothing befalls. */
    private int calls(DeskProcess desk, FaultyDisk disk, FarEndHere far, int kinds, String part) throws IOException {
        Path place = sit(desk, far);
        disk.fail(kinds, place.resolve(part), 0, Fault.EIO, false);
        int code = desk.run("build", "--yes");
        disk.mend();
        assertThat(code).as(desk.err).isZero();
        clear(place);
        return disk.calls();
    }

    private boolean failing(
            DeskProcess desk,
            FaultyDisk disk,
            FarEndHere far,
            int kinds,
            String part,
            Fault fault,
            int at,
            boolean good)
            throws IOException {
        Path place = sit(desk, far);
        EmulatorStats before = far.stats();
        disk.fail(kinds, place.resolve(part), at, fault, good);
        int first = desk.run("build", "--yes");
        boolean failed = disk.failed() > 0;
        disk.mend();
        String said = desk.err;
        String what = at + " " + disk.first() + " " + fault + (good ? " for good" : "") + " -> " + first;
        // Pictures that can't be written are no film that can't be had, but one that is there has none.
        boolean pictures = first == Exit.FILM_WRONG && said.contains("the films themselves are all right");
        check(first == Exit.DONE || first == Exit.STORE || pictures, what, said);
        check(!said.contains("this is a bug") && !said.contains("dev.storyc"), what, said);
        check(first == Exit.DONE || tells(said, fault, good), what + " doesn't tell", said);
        int second = desk.run("build", "--yes");
        ends.merge(first + ", then " + second, 1, Integer::sum);
        if (second == Exit.IN_DOUBT) {
            resolve(desk, said, desk.err, what);
            second = desk.run("build", "--yes");
        }
        check(second == Exit.DONE, what + ", then " + second, said + "\nthen: " + desk.err);
        check(desk.run("verify") == Exit.DONE, what + ", verify", desk.out + desk.err);
        check(desk.run("store", "verify") == Exit.DONE, what + ", store verify", desk.out + desk.err);
        check(desk.run("build", "--locked") == Exit.DONE, what + ", --locked", desk.out + desk.err);
        int requests = far.stats().distinct().size() - before.distinct().size();
        long jobs = far.stats().jobs() - before.jobs();
        check(requests == 2 && jobs == 2, what + ", billed " + jobs + " jobs of " + requests + " requests", said);
        clear(place);
        return failed;
    }

    /** As a person would: the words of the build that could not write name the job, or say that it never left. */
    private void resolve(DeskProcess desk, String first, String second, String what) throws IOException {
        Matcher told = TOLD.matcher(first);
        boolean found = false;
        while (told.find()) {
            if (!second.contains(told.group(1).substring(0, 12))) {
                continue;
            }
            found = true;
            int code = told.group(3) == null
                    ? desk.run("jobs", "resolve", told.group(1), told.group(2), "--yes")
                    : desk.run("jobs", "resolve", told.group(1), told.group(2), told.group(3));
            check(code == Exit.DONE, what + ", " + told.group(), first + second + desk.err);
        }
        check(found, what + " is in doubt, and nothing told why", first + "\nthen: " + second);
    }

    /** SQLite knows of no quota, so the disk is asked what is wrong, which has recovered if it failed but once. */
    private static boolean tells(String said, Fault fault, boolean forGood) {
        boolean told = said.contains(fault == Fault.EIO ? "Input/output error" : "Disk quota exceeded");
        boolean sqlite = Stream.of(
                        "disk I/O error",
                        "disk image is malformed",
                        "unable to open database file",
                        "attempt to write a readonly database")
                .anyMatch(said::contains);
        return told || (sqlite && !(fault == Fault.EDQUOT && forGood));
    }

    private void check(boolean right, String what, String said) {
        if (!right) {
            wrong.add(what + "\n" + said);
        }
    }

    private Path sit(DeskProcess desk, FarEndHere far) throws IOException {
        desks++;
        Path place = Files.createDirectory(folder.resolve("desk" + desks)).toRealPath();
        desk.sit(place, far.url().toString());
        Files.createDirectory(place.resolve("workspace/storyboards"));
        Files.writeString(place.resolve("workspace/storyboards/board.yaml"), """
                version: 1
                name: board
                settings: { mode: std, negative_prompt: "desk %d" }
                scenes:
                  - { id: one, duration: 3, prompt: "A pier." }
                  - { id: two, duration: 3, prompt: "A boat." }
                """.formatted(desks));
        return place;
    }

    private static void clear(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
