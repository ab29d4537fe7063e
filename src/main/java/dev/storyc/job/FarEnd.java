package dev.storyc.job;

import dev.storyc.lower.Payload;
import org.jspecify.annotations.Nullable;

/** The service that renders. Both calls block; neither throws for what the network or the service does. */
public interface FarEnd {
    /**
     * Asks for a render. It leaves this machine at most once, and may cost money whatever is answered.
     *
     * @param token what a callback about it is to name, or null where none is wanted
     */
    CreateAnswer create(Payload payload, @Nullable String token);

    /** Asks what became of a job; free, and may be repeated. */
    FarJob query(String jobId);
}
