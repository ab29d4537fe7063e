package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.shared.SharedFolder;
import dev.storyc.shared.SharedPlace;
import dev.storyc.store.SharedSeal;
import dev.storyc.store.SharedTerms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Machines with a ledger each and a folder in common, and the far end that bills. */
record SharedMachines(Path folder, FarEndHere far) {
    /** How long one waits for another's create. */
    static final Duration PATIENCE = Duration.ofMillis(1500);

    SharedFolder shared() {
        return new SharedFolder(folder.resolve("shared"));
    }

    Workshop machine(int number) {
        return machine(number, shared());
    }

    Workshop machine(int number, SharedPlace place) {
        return machine(number, place, PATIENCE, true);
    }

    Workshop machine(int number, SharedPlace place, Duration patience, boolean writes) {
        return machine(number, place, patience, writes, Workshop.Seams.NONE);
    }

    Workshop machine(int number, SharedPlace place, Duration patience, boolean writes, Workshop.Seams seams) {
        SharedTerms terms =
                new SharedTerms(place, SharedSeal.none("loopback"), writes, "m" + number, patience, () -> {});
        return new Workshop(folder.resolve("machine-" + number), far.url(), seams, terms);
    }

    /** One of them in a process of its own, which dies at its first visit at a point. */
    void kill(String point) throws IOException, InterruptedException {
        Process killed = new MachineProcesses(folder, far.url(), 4, PATIENCE).start(1, 0, 1, point, 1);
        assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(killed.exitValue()).isEqualTo(137);
    }

    /** How many notices of a name were told. */
    long names(String file) throws IOException {
        return files(path -> path.getFileName().toString().equals(file));
    }

    long files() throws IOException {
        return files(path -> true);
    }

    private long files(Predicate<Path> which) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("shared"))) {
            return all.filter(Files::isRegularFile).filter(which).count();
        }
    }

    void assertBilledOnce() {
        assertThat(far.stats().distinct().values())
                .allSatisfy(request -> assertThat(request.jobIds()).hasSize(1));
    }
}
