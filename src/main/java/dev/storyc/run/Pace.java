package dev.storyc.run;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How long a run waits, by a clock that only counts: one that is set back, or a machine that sleeps for a night, makes
 * it wait and nothing else.
 */
final class Pace {
    private static final int MOST_DOUBLINGS = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final RunSettings settings;
    private final RandomGenerator random;
    private final LongSupplier nanos;

    Pace(RunSettings settings, RandomGenerator random, LongSupplier nanos) {
        this.settings = settings;
        this.random = random;
        this.nanos = nanos;
    }

    /** How long to wait before the next try; longer with each. */
    Duration pause(Errand errand) {
        Duration pause = settings.pause().multipliedBy(1L << Math.min(errand.tries++, MOST_DOUBLINGS));
        return jittered(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    Duration jittered(Duration duration) {
        return Duration.ofNanos((long) (duration.toNanos() * random.nextDouble(0.8, 1.2)));
    }

    /** Between two looks at what another process does. */
    Duration glance() {
        return jittered(settings.queryEvery().dividedBy(5));
    }

    /** Whether this has been waited for as long as may be. A job of an earlier build gets the whole time again. */
    boolean pastDeadline(Errand errand) {
        return left(errand, settings.giveUpAfter()).isNegative();
    }

    /** What is left of this patience, which begins when it is first asked for. */
    Duration left(Errand errand, Duration patience) {
        long now = nanos.getAsLong();
        Long began = errand.waitingSince;
        if (began == null) {
            errand.waitingSince = now;
            return patience;
        }
        return patience.minusNanos(now - began);
    }

    /** Whether a callback may wake it: not more often than it would be asked after anyway. */
    boolean mayWake(Errand errand) {
        long now = nanos.getAsLong();
        Long woken = errand.wokenAt;
        if (woken != null && now - woken < settings.queryEvery().toNanos()) {
            return false;
        }
        errand.wokenAt = now;
        return true;
    }
}
