package dev.storyc.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, each with several threads, write the same new names at once: of each name one wins. */
class RaceTest {
    @TempDir
    Path folder;

    @Test
    void one_of_eight_processes_wins_each_name_in_a_folder() throws Exception {
        Path team = folder.resolve("team");
        race(team.toString(), Map.of(), 8, 60, 2);
        try (SharedPlace place = Places.open(team.toString(), Map.of(), Places.USUAL)) {
            assertThat(place.list("jobs")).hasSize(60);
        }
        assertThat(team.resolve(Places.USUAL.folder()).resolve("unfinished")).isEmptyDirectory();
    }

    @Test
    void one_of_four_processes_wins_each_name_in_a_bucket() throws Exception {
        try (S3Proxy s3 = S3Proxy.start(folder, "films")) {
            race(s3.address("films/team"), s3.environment(), 4, 25, 4);
            try (SharedPlace place = s3.open("films/team")) {
                assertThat(place.list("jobs")).hasSize(25);
            }
        }
    }

    @Test
    void writers_that_are_killed_leave_nothing_half_under_a_name() throws Exception {
        Path team = folder.resolve("team");
        Random random = new Random(3);
        for (int n = 0; n < 5; n++) {
            Process writer = JavaProcess.of(FilmWriting.class.getName(), List.of(), team.toString(), "" + n)
                    .redirectErrorStream(true)
                    .start();
            assertThat(writer.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("writing");
            writer.waitFor(20 + random.nextInt(150), TimeUnit.MILLISECONDS);
            writer.destroyForcibly();
            assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        try (SharedPlace place = Places.open(team.toString(), Map.of(), Places.USUAL)) {
            List<String> films = place.list("cas");
            assertThat(films).isNotEmpty();
            assertThat(films).allSatisfy(film -> assertThat(place.size(film)).hasValue(FilmWriting.LENGTH));
        }
    }

    /** Writes films until it is killed: {@code FOLDER NUMBER}. */
    static final class FilmWriting {
        static final int LENGTH = 4_000_000;

        private FilmWriting() {}

        public static void main(String[] args) throws IOException {
            Path film = Files.write(Path.of(args[0]).resolveSibling("film-" + args[1]), new byte[LENGTH]);
            try (SharedPlace place = Places.open(args[0], Map.of(), Places.USUAL)) {
                place.put("cas/" + "0".repeat(63) + args[1], film);
                System.out.println("writing");
                for (int n = 0; n < 1000; n++) {
                    place.put(String.format("cas/%s%062d", args[1], n), film);
                }
            }
        }
    }

    private void race(String address, Map<String, String> environment, int processes, int rounds, int threads)
            throws IOException, InterruptedException {
        List<Process> racers = new ArrayList<>();
        List<BufferedReader> said = new ArrayList<>();
        try {
            for (int n = 0; n < processes; n++) {
                ProcessBuilder builder =
                        JavaProcess.of(Racer.class.getName(), List.of(), address, "" + n, "" + rounds, "" + threads);
                builder.environment().putAll(environment);
                Process racer = builder.redirectError(
                                folder.resolve("racer-" + n + ".log").toFile())
                        .start();
                racers.add(racer);
                said.add(racer.inputReader(StandardCharsets.UTF_8));
            }
            for (int n = 0; n < processes; n++) {
                assertThat(said.get(n).readLine()).as(log(n)).isEqualTo("ready");
            }
            for (Process racer : racers) {
                racer.getOutputStream().close();
            }
            List<String> lines = new ArrayList<>();
            for (int n = 0; n < processes; n++) {
                said.get(n).lines().forEach(lines::add);
                assertThat(racers.get(n).waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(log(n)).isEmpty();
            }
            assertThat(lines)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, rounds)
                            .mapToObj(round -> "won " + Racer.name(round))
                            .toList());
        } finally {
            racers.forEach(Process::destroyForcibly);
        }
    }

    private String log(int n) throws IOException {
        return Files.readString(folder.resolve("racer-" + n + ".log"));
    }
}
