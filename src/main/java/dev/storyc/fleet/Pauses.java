package dev.storyc.fleet;

import dev.storyc.run.RunSettings;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a clip waits before its next step. */
final class Pauses {
    private static final int MOST_DOUBLINGS = 5;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RunSettings settings;
    private final RandomGenerator random;

    Pauses(RunSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** Before the next try of what failed as often as this; longer each time. */
    Duration pause(int tries) {
        Duration pause = settings.pause().multipliedBy(1L << Math.max(0, Math.min(tries - 1, MOST_DOUBLINGS)));
        return jittered(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
    }

    /** Between two looks at what others do. */
    Duration glance() {
        return jittered(settings.queryEvery().dividedBy(5));
    }

    /** Before the first question after a job that was submitted so long ago. */
    Duration first(Duration age) {
        Duration left = settings.firstQuery().minus(age.isNegative() ? Duration.ZERO : age);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** What comes after a wait of so many milliseconds; 0 stands for none yet. */
    long grown(long wait) {
        long next = wait == 0 ? settings.queryEvery().toMillis() : wait * 3 / 2;
        return Math.min(next, settings.queryAtMost().toMillis());
    }

    Duration jittered(Duration duration) {
        return Duration.ofNanos((long) (duration.toNanos() * random.nextDouble(0.8, 1.2)));
    }
}
