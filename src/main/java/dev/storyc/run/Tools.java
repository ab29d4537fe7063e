package dev.storyc.run;

import dev.storyc.job.FilmTaker;
import dev.storyc.job.JobSteps;
import dev.storyc.job.Ledger;
import dev.storyc.job.Owners;
import dev.storyc.lower.Clip;
import dev.storyc.store.FilmStore;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What runs are made with.
 *
 * @param homes the way home of each clip's film
 * @param random for jitter only
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
        RandomGenerator random) {}
