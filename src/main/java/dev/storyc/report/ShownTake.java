package dev.storyc.report;

import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.StepState;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One take of a clip as it stands.
 *
 * @param clip the request
 * @param state how it stands
 * @param words why it stands so, where that is known; may be the far end's
 * @param jobId the far end's name for its newest job, or null
 * @param spent US dollars that were paid for it as far as is known, or null
 * @param film the record of its film, or null where there is none
 * @param file where the film lies, relative to the storyboard's output folder, with {@code /}; null where there is none
 * @param poster a still of it, relative as the file, or null
 * @param sheet its contact sheet, the same
 */
public record ShownTake(
        Clip clip,
        StepState state,
        @Nullable String words,
        @Nullable String jobId,
        @Nullable BigDecimal spent,
        @Nullable FilmRecord film,
        @Nullable String file,
        @Nullable String poster,
        @Nullable String sheet) {}
