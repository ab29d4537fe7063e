package dev.storyc.expand;

import dev.storyc.board.Condition;
import dev.storyc.board.Pick;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Value;
import dev.storyc.board.Variants;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All conditions of a storyboard: which hold for a variant, and which never did when all variants have been seen. */
final class Conditions {
    private static final FieldPath VARIANTS = FieldPath.ROOT.child("variants");

    private final Located<Storyboard> located;
    private final Storyboard storyboard;
    private final PreparedStoryboard prepared;
    private final Matching matching;
    private final MatchCounts counts = new MatchCounts();

    Conditions(Located<Storyboard> located, PreparedStoryboard prepared) {
        this.located = located;
        this.storyboard = located.value();
        this.prepared = prepared;
        this.matching = new Matching(storyboard.inputs());
    }

    /** Conditions that never held, or always did where that is a mistake. */
    List<Diagnostic> findings() {
        return counts.findings();
    }

    /** Whether an entry of {@code exclude} removes this combination. */
    boolean exclude(Seed seed) {
        Variants written = storyboard.variants();
        boolean excluded = false;
        for (int i = 0;
                written != null && !seed.included() && i < written.exclude().size();
                i++) {
            Condition condition = written.exclude().get(i);
            boolean match = matches(condition, seed);
            count(condition, located.span(VARIANTS.child("exclude").at(i)), "entry of `exclude`", match);
            excluded |= match;
        }
        return excluded;
    }

    private boolean matches(@Nullable Condition condition, Seed seed) {
        return condition == null
                || (!prepared.unjudged().contains(condition)
                        && matching.matches(
                                condition, name -> seed.values().containsKey(name) ? seed.text(name) : null));
    }

    private void count(@Nullable Condition condition, Span span, String what, boolean match) {
        if (condition != null && !prepared.unjudged().contains(condition)) {
            counts.note(span, what, () -> nearest(condition), match);
        }
    }

    /** What a condition that never matches most likely meant. */
    private String nearest(Condition condition) {
        Variants written = storyboard.variants();
        for (Map.Entry<String, List<Value.Scalar>> wanted : condition.wanted().entrySet()) {
            List<String> values = written == null
                    ? List.of()
                    : written.matrix().getOrDefault(wanted.getKey(), List.of()).stream()
                            .map(Value.Scalar::text)
                            .toList();
            boolean there = wanted.getValue().stream().anyMatch(value -> values.contains(value.text()));
            if (!values.isEmpty() && !there) {
                return NearestName.hint(
                        wanted.getValue().isEmpty()
                                ? ""
                                : wanted.getValue().get(0).text(),
                        values);
            }
        }
        return "compare its values with those of the matrix and the rows, letter by letter";
    }

    /** The values of all overrides that match, the last winning. */
    Map<String, Binding> overridden(Seed seed) {
        Map<String, Binding> overridden = new HashMap<>();
        for (int i = 0; i < prepared.overrides().size(); i++) {
            PreparedOverride override = prepared.overrides().get(i);
            boolean match = matches(override.when(), seed);
            Span span = located.span(VARIANTS.child("overrides").at(i).child("when"));
            count(override.when(), span, "override's `when`", match);
            if (match) {
                overridden.putAll(override.values());
            }
        }
        return overridden;
    }

    /** The picked takes by clip, the last that matches winning. */
    Map<String, Integer> picks(Seed seed) {
        Map<String, Integer> picks = new HashMap<>();
        for (int i = 0; i < storyboard.picks().size(); i++) {
            Pick pick = storyboard.picks().get(i);
            boolean match = matches(pick.when(), seed);
            count(pick.when(), located.span(FieldPath.ROOT.child("picks").at(i).child("when")), "pick's `when`", match);
            if (match && pick.clip() != null && pick.take() != null) {
                picks.put(pick.clip(), pick.take());
            }
        }
        return picks;
    }

    /**
     * Whether any scene is left in a variant; every condition of scenes and shots is counted on the way.
     *
     * @param plain the variant's values without those of {@code --set}, for what that changes for once is no mistake
     */
    boolean leaveScenes(Scope plain) {
        boolean left = false;
        for (int i = 0; i < prepared.scenes().size(); i++) {
            PreparedScene scene = prepared.scenes().get(i);
            FieldPath path = FieldPath.ROOT.child("scenes").at(i);
            boolean kept = count(path, scene.when(), scene.unless(), plain);
            left |= kept;
            for (int j = 0; kept && j < scene.shots().size(); j++) {
                PreparedShot shot = scene.shots().get(j);
                count(path.child("shots").at(j), shot.when(), shot.unless(), plain);
            }
        }
        return left;
    }

    private boolean count(FieldPath path, @Nullable Condition when, @Nullable Condition unless, Scope plain) {
        boolean kept = true;
        if (when != null) {
            boolean match = hold(when, plain);
            count(when, located.span(path.child("when")), "`when`", match);
            kept = match || prepared.unjudged().contains(when);
        }
        if (unless != null && !prepared.unjudged().contains(unless)) {
            boolean match = hold(unless, plain);
            counts.noteUnless(located.span(path.child("unless")), match);
            kept &= !match;
        }
        return kept;
    }

    /** Whether a condition of a scene or shot holds for final values. */
    boolean hold(Condition condition, Scope scope) {
        return matching.matches(condition, name -> {
            boolean known =
                    prepared.axes().contains(name) || storyboard.inputs().containsKey(name);
            return known ? scope.value(name).toString() : null;
        });
    }
}
