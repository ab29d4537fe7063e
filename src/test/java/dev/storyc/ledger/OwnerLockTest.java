package dev.storyc.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
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
