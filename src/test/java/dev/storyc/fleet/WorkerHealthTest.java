package dev.storyc.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class WorkerHealthTest {
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicBoolean holds = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void itIsWellWhileTheLeaseHoldsAndTheDatabaseAnswers() {
        try (WorkerHealth health = new WorkerHealth(draining::get, holds::get, asked::incrementAndGet)) {
            for (int i = 0; i < 100; i++) {
                assertThat(health.trouble()).isEmpty();
            }
            assertThat(asked).as("asked once a second at most").hasValueLessThan(50);
            holds.set(false);
            assertThat(health.trouble()).contains("its lease is gone, so it sends nothing");
            draining.set(true);
            assertThat(health.trouble())
                    .hasValueSatisfying(words -> assertThat(words).startsWith("draining"));
        }
    }

    @Test
    void whatTheDatabaseSaysIsNotToldToStrangers() {
        try (WorkerHealth health = new WorkerHealth(draining::get, holds::get, () -> {
            throw new SQLException("password authentication failed for user \"render\" at 10.0.0.3");
        })) {
            assertThat(health.trouble()).contains("the database doesn't answer");
        }
    }

    @Test
    void aDatabaseThatHangsIsAskedOnceAndMakesNobodyWaitLong() {
        CountDownLatch never = new CountDownLatch(1);
        try (WorkerHealth health = new WorkerHealth(draining::get, holds::get, () -> {
            asked.incrementAndGet();
            never.await();
            return true;
        })) {
            long begun = System.nanoTime();
            assertThat(health.trouble()).contains("the database hasn't answered for 3 s");
            assertThat(health.trouble()).isPresent();
            assertThat((System.nanoTime() - begun) / 1_000_000).isBetween(5_500L, 60_000L);
            assertThat(asked).hasValue(1);
        }
    }
}
