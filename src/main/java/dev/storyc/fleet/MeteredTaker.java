package dev.storyc.fleet;

import dev.storyc.job.FilmTaker;
import dev.storyc.job.Job;

/** Another way home for a film, which is counted. */
public final class MeteredTaker implements FilmTaker {
    private final FilmTaker taker;
    private final WorkerMeters meters;

    public MeteredTaker(FilmTaker taker, WorkerMeters meters) {
        this.taker = taker;
        this.meters = meters;
    }

    @Override
    public Taken take(Job succeeded) {
        long begun = System.nanoTime();
        Taken taken = taker.take(succeeded);
        meters.called(FarCall.DOWNLOAD, FarCall.of(taken), MeteredFarEnd.since(begun));
        return taken;
    }
}
