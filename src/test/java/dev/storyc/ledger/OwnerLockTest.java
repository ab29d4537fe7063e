package dev.storyc.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerLockTest {
    @TempDir
    Path folder;

    @Test
    void thisProcessLivesUntilItCloses() {
        OwnerLock lock = OwnerLock.take(folder);
        try (OwnerLock other = OwnerLock.take(folder)) {
            assertThat(lock.lives(lock.me())).isTrue();
            assertThat(lock.lives(other.me())).isTrue();
            lock.close();
            assertThat(other.lives(lock.me())).isFalse();
            assertThat(other.lives("nobody")).isFalse();
        }
    }

    @Test
    void anotherProcessLivesUntilItIsKilled() throws Exception {
        Process process = holder();
        try (OwnerLock mine = OwnerLock.take(folder);
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String other = out.readLine();
            assertThat(mine.lives(other)).isTrue();
            // Probing must not have freed it.
            assertThat(mine.lives(other)).isTrue();
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(mine.lives(other)).isFalse();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void filesOfTheDeadAreSweptAwayAndThoseOfTheLivingAndTheSparedStay() throws Exception {
        Files.createFile(folder.resolve("dead.lock"));
        Files.createFile(folder.resolve("open.lock"));
        Files.createFile(folder.resolve("notes.txt"));
        Process process = holder();
        try (OwnerLock mine = OwnerLock.take(folder);
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String other = out.readLine();
            mine.sweep(Set.of("open"));
            assertThat(folder)
                    .isDirectoryContaining("glob:**" + other + ".lock")
                    .isDirectoryContaining("glob:**" + mine.me() + ".lock")
                    .isDirectoryContaining("glob:**open.lock")
                    .isDirectoryContaining("glob:**notes.txt")
                    .isDirectoryNotContaining("glob:**dead.lock");
            assertThat(mine.lives(other)).isTrue();
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            mine.sweep(Set.of());
            assertThat(folder.toFile().list()).containsExactlyInAnyOrder(mine.me() + ".lock", "notes.txt");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aLockThatIsTakenWhileOthersSweepIsHeldAndSeen() throws Exception {
        ExecutorService sweepers = Executors.newFixedThreadPool(2);
        AtomicBoolean done = new AtomicBoolean();
        try (OwnerLock sweeper = OwnerLock.take(folder)) {
            List<Future<?>> sweeping = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                sweeping.add(sweepers.submit(() -> {
                    while (!done.get()) {
                        sweeper.sweep(Set.of());
                    }
                }));
            }
            for (int i = 0; i < 300; i++) {
                try (OwnerLock taken = OwnerLock.take(folder)) {
                    assertThat(folder.resolve(taken.me() + ".lock")).exists();
                    assertThat(sweeper.lives(taken.me())).isTrue();
                }
            }
            done.set(true);
            for (Future<?> one : sweeping) {
                one.get(20, TimeUnit.SECONDS);
            }
        } finally {
            sweepers.shutdownNow();
        }
    }

    @Test
    void allOfTheStoreIsHadOnlyWhileNobodyElseLives() throws Exception {
        try (OwnerLock mine = OwnerLock.take(folder)) {
            assertThat(mine.lives(mine.me())).isTrue();
            assertThat(OwnerLock.takeAll(folder)).isEmpty();
        }
        Files.createFile(folder.resolve("dead.lock"));
        OwnerLock all = OwnerLock.takeAll(folder).orElseThrow();
        assertThat(OwnerLock.takeAll(folder)).isEmpty();

        CompletableFuture<OwnerLock> later = CompletableFuture.supplyAsync(() -> OwnerLock.take(folder));
        while (Objects.requireNonNull(folder.toFile().list()).length < 3) {
            Thread.onSpinWait();
        }
        assertThat(later).isNotDone();
        all.close();
        try (OwnerLock mine = later.get(10, TimeUnit.SECONDS)) {
            assertThat(mine.lives(mine.me())).isTrue();
        }
        assertThat(folder.resolve("all.lock")).doesNotExist();
    }

    private Process holder() throws IOException {
        return JavaProcess.of(Holder.class.getName(), List.of(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Takes a lock, says its name, and waits to be killed. */
    static final class Holder {
        public static void main(String[] args) throws IOException {
            OwnerLock lock = OwnerLock.take(Path.of(args[0]));
            System.out.println(lock.me());
            System.out.flush();
            if (System.in.read() < 0) {
                lock.close();
            }
        }
    }
}
