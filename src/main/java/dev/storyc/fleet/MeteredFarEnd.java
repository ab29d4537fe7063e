package dev.storyc.fleet;

import dev.storyc.job.CreateAnswer;
import dev.storyc.job.FarEnd;
import dev.storyc.job.FarJob;
import dev.storyc.lower.Payload;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Another far end, whose calls are counted. */
public final class MeteredFarEnd implements FarEnd {
    private final FarEnd farEnd;
    private final WorkerMeters meters;

    public MeteredFarEnd(FarEnd farEnd, WorkerMeters meters) {
        this.farEnd = farEnd;
        this.meters = meters;
    }

    @Override
    public CreateAnswer create(Payload payload, @Nullable String token) {
        long begun = System.nanoTime();
        CreateAnswer answer = farEnd.create(payload, token);
        meters.called(FarCall.CREATE, FarCall.of(answer), since(begun));
        return answer;
    }

    @Override
    public FarJob query(String jobId) {
        long begun = System.nanoTime();
        FarJob answer = farEnd.query(jobId);
        meters.called(FarCall.QUERY, FarCall.of(answer.status()), since(begun));
        return answer;
    }

    static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
