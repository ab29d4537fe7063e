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
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All conditions of a storyboard: which hold for a variant, and which never did when all variants have been seen.
 *
 * <p>It does not change; who asks brings the counts along, so that several threads can ask at once.
 */
final class Conditions {
    private static final FieldPath VARIANTS = FieldPath.ROOT.child("variants");
    // Nobody reads more, and looking for the nearest value takes its time.
    private static final int MOST_FINDINGS = 2000;

    private final Located<Storyboard> located;
    private final Storyboard storyboard;
    private final PreparedStoryboard prepared;
    private final Matching matching;
    private final Map<Span, Counted> counted = new LinkedHashMap<>();
    private final List<Asked> excludes = new ArrayList<>();
    private final List<Asked> overrides = new ArrayList<>();
    private final List<Asked> picks = new ArrayList<>();
    private final List<Standing> scenes = new ArrayList<>();

    /** A condition as a person sees it; one that is written once and used twice through an alias is one. */
    private record Counted(int number, Condition condition, Span span, String what) {}

    /** A condition that is asked about variants; one that can't be judged, or that nobody wrote, isn't counted. */
    private record Asked(
            Condition condition, boolean judged, @Nullable Counted counted) {}

    /** What a scene or a shot stands on, and for a scene its shots. */
    private record Standing(@Nullable Asked when, @Nullable Asked unless, List<Standing> shots) {}

    Conditions(Located<Storyboard> located, PreparedStoryboard prepared) {
        this.located = located;
        this.storyboard = located.value();
        this.prepared = prepared;
        this.matching = new Matching(storyboard.inputs());
        Variants written = storyboard.variants();
        for (int i = 0; written != null && i < written.exclude().size(); i++) {
            excludes.add(asked(
                    written.exclude().get(i),
                    located.span(VARIANTS.child("exclude").at(i)),
                    "entry of `exclude`"));
        }
        for (int i = 0; i < prepared.overrides().size(); i++) {
            Span span = located.span(VARIANTS.child("overrides").at(i).child("when"));
            overrides.add(asked(prepared.overrides().get(i).when(), span, "override's `when`"));
        }
        for (int i = 0; i < storyboard.picks().size(); i++) {
            Condition when = storyboard.picks().get(i).when();
            Span span = located.span(FieldPath.ROOT.child("picks").at(i).child("when"));
            picks.add(asked(when == null ? new Condition(Map.of()) : when, span, when == null ? "" : "pick's `when`"));
        }
        for (int i = 0; i < prepared.scenes().size(); i++) {
            PreparedScene scene = prepared.scenes().get(i);
            FieldPath path = FieldPath.ROOT.child("scenes").at(i);
            List<Standing> shots = new ArrayList<>();
            for (int j = 0; j < scene.shots().size(); j++) {
                PreparedShot shot = scene.shots().get(j);
                shots.add(standing(path.child("shots").at(j), shot.when(), shot.unless(), List.of()));
            }
            scenes.add(standing(path, scene.when(), scene.unless(), shots));
        }
    }

    private Standing standing(
            FieldPath path, @Nullable Condition when, @Nullable Condition unless, List<Standing> shots) {
        return new Standing(
                when == null ? null : asked(when, located.span(path.child("when")), "`when`"),
                unless == null ? null : asked(unless, located.span(path.child("unless")), "`unless`"),
                shots);
    }

    /** @param what how a person calls it; empty for one that nobody wrote */
    private Asked asked(Condition condition, Span span, String what) {
        boolean judged = !prepared.unjudged().contains(condition);
        if (what.isEmpty() || !judged) {
            return new Asked(condition, judged, null);
        }
        return new Asked(
                condition,
                true,
                counted.computeIfAbsent(span, unused -> new Counted(counted.size(), condition, span, what)));
    }

    /** How many conditions each variant is held against, those of its scenes aside. */
    int ofVariants() {
        return excludes.size() + overrides.size() + picks.size();
    }

    /** Counts for {@link #findings}, all zero. */
    MatchCounts counts() {
        return new MatchCounts(counted.size());
    }

    /** Conditions that never held, or always did where that is a mistake. */
    List<Diagnostic> findings(MatchCounts counts) {
        List<Diagnostic> findings = new ArrayList<>();
        Set<String> unset = unset(counts);
        for (Counted one : counted.values()) {
            if (findings.size() > MOST_FINDINGS) {
                break;
            }
            boolean ofScenes = one.what().equals("`when`") || one.what().equals("`unless`");
            if (ofScenes && one.condition().wanted().keySet().stream().anyMatch(unset::contains)) {
                continue;
            }
            int asked = counts.asked(one.number());
            int held = counts.held(one.number());
            boolean unless = one.what().equals("`unless`");
            if (unless && asked > 0 && held == asked) {
                findings.add(Diagnostic.of(
                        Rule.ALWAYS_MATCHES,
                        one.span(),
                        "this `unless` holds for "
                                + (asked == 1 ? "the one variant" : "all " + asked + " variants")
                                + ", so what it stands on is never rendered",
                        "remove what it stands on, or correct the condition"));
            } else if (!unless && asked > 0 && held == 0) {
                findings.add(Diagnostic.of(
                        Rule.NEVER_MATCHES,
                        one.span(),
                        "this " + one.what() + " matches "
                                + (asked == 1 ? "not the one variant there is" : "none of the " + asked + " variants"),
                        nearest(one.condition())));
            }
        }
        return findings;
    }

    /** What overrides would set that never hold: it is not there for scenes to match, which is no news. */
    private Set<String> unset(MatchCounts counts) {
        Set<String> unset = new HashSet<>();
        for (int i = 0; i < overrides.size(); i++) {
            Counted one = overrides.get(i).counted();
            if (one == null || counts.held(one.number()) == 0) {
                unset.addAll(prepared.overrides().get(i).values().keySet());
            }
        }
        return unset;
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

    /** Whether an entry of {@code exclude} removes this combination. */
    boolean exclude(Seed seed, MatchCounts counts) {
        boolean excluded = false;
        for (int i = 0; !seed.included() && i < excludes.size(); i++) {
            excluded |= matches(excludes.get(i), seed, counts);
        }
        return excluded;
    }

    private boolean matches(Asked asked, Seed seed, MatchCounts counts) {
        return noted(asked, asked.judged() && matching.matches(asked.condition(), seed::text), counts);
    }

    private static boolean noted(Asked asked, boolean match, MatchCounts counts) {
        Counted one = asked.counted();
        if (one != null) {
            counts.note(one.number(), match);
        }
        return match;
    }

    /**
     * What overrides set in a variant.
     *
     * @param which the numbers of those that match, in order
     * @param values their values, the last winning
     */
    record Overridden(List<Integer> which, Map<String, Binding> values) {
        private static final Overridden NONE = new Overridden(List.of(), Map.of());
    }

    /** The overrides that match. */
    Overridden overridden(Seed seed, MatchCounts counts) {
        if (overrides.isEmpty()) {
            return Overridden.NONE;
        }
        List<Integer> which = new ArrayList<>();
        Map<String, Binding> overridden = new HashMap<>();
        for (int i = 0; i < overrides.size(); i++) {
            if (matches(overrides.get(i), seed, counts)) {
                which.add(i);
                overridden.putAll(prepared.overrides().get(i).values());
            }
        }
        return new Overridden(which, overridden);
    }

    /** The picked takes by clip, the last that matches winning. */
    Map<String, Integer> picks(Seed seed, MatchCounts counts) {
        if (picks.isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> picked = new HashMap<>();
        for (int i = 0; i < picks.size(); i++) {
            Pick pick = storyboard.picks().get(i);
            boolean match = matches(picks.get(i), seed, counts);
            if (match && pick.clip() != null && pick.take() != null) {
                picked.put(pick.clip(), pick.take());
            }
        }
        return picked;
    }

    /**
     * Whether any scene is left in a variant; every condition of scenes and shots is counted on the way.
     *
     * @param plain the variant's values without those of {@code --set}, for what that changes for once is no mistake
     */
    boolean leaveScenes(Scope plain, MatchCounts counts) {
        boolean left = false;
        for (int i = 0; i < scenes.size(); i++) {
            Standing scene = scenes.get(i);
            boolean kept = stands(scene, plain, counts);
            left |= kept;
            for (int j = 0; kept && j < scene.shots().size(); j++) {
                stands(scene.shots().get(j), plain, counts);
            }
        }
        return left;
    }

    private boolean stands(Standing what, Scope plain, MatchCounts counts) {
        Asked when = what.when();
        Asked unless = what.unless();
        boolean kept = when == null || !when.judged() || noted(when, hold(when.condition(), plain), counts);
        if (unless != null && unless.judged()) {
            kept &= !noted(unless, hold(unless.condition(), plain), counts);
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
