package dev.storyc.explain;

import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Span;
import dev.storyc.expand.Ingredient;
import dev.storyc.expand.SceneCut;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a clip came to be.
 *
 * @param clip the clip
 * @param takes all takes that are wanted of it
 * @param scene where its scene is written
 * @param conditions what decided that its scene and shots are there, or are not
 * @param picked where its take was picked, or null if none was
 * @param cut how its scene goes into the cut; null if no cut is made
 * @param values each value of the request, in its order
 * @param step how it stands against manifest and store
 */
public record Explanation(
        Clip clip,
        List<Integer> takes,
        Span scene,
        List<Term> conditions,
        @Nullable Span picked,
        @Nullable SceneCut cut,
        List<Value> values,
        Step step) {
    /** Whether this take is in the cut. */
    boolean inCut() {
        return clip.cut() && cut != null && cut.enabled();
    }

    /**
     * A condition and what it led to.
     *
     * @param subject such as {@code scene endcard} or {@code shot 2}
     * @param words the condition as it would be written
     * @param kept whether the subject is there
     */
    record Term(String subject, String words, boolean kept, Span span) {}

    /**
     * One value of the request.
     *
     * @param argument such as {@code multi_prompt[1].prompt}
     * @param text the value as text
     * @param origin where it was written; null if storyc made it
     * @param why what made it, where that is not plain: {@code the sum of its shots}
     * @param from what it is made of
     */
    public record Value(
            String argument, String text, @Nullable Origin origin, String why, List<Ingredient> from) {}
}
