package dev.storyc.run;

import dev.storyc.job.FilmTaker;
import dev.storyc.job.JobSteps;
import dev.storyc.job.Ledger;
import dev.storyc.job.Owners;
import dev.storyc.lower.Clip;
import dev.storyc.store.FilmStore;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What runs are made with.
 *
 * @param homes the way home of each clip's film
 * @param time dates what is written down; nothing is decided by it
 * @param random for jitter only
 * @param nanos a clock that only counts, as {@link System#nanoTime} does: waits go by it
 * @param calls what is known of callbacks
 */
public record Tools(
        RunSettings settings,
        Ledger ledger,
        Owners owners,
        JobSteps steps,
        FilmStore store,
        Function<Clip, FilmTaker> homes,
        RunListener listener,
        InstantSource time,
        RandomGenerator random,
        LongSupplier nanos,
        Calls calls) {
    /** Tools of runs without callbacks. */
    public Tools(
            RunSettings settings,
            Ledger ledger,
            Owners owners,
            JobSteps steps,
            FilmStore store,
            Function<Clip, FilmTaker> homes,
            RunListener listener,
            InstantSource time,
            RandomGenerator random) {
        this(settings, ledger, owners, steps, store, homes, listener, time, random, System::nanoTime, Calls.NONE);
    }

    /** Whether the far end is asked to call back, and whether anybody here would hear it. */
    public enum Calls {
        /** It is not asked to. */
        NONE,
        /** It is, and something else receives it. */
        ELSEWHERE,
        /** It is, and it comes to {@link PlanRunner#called}. */
        HEARD
    }
}
