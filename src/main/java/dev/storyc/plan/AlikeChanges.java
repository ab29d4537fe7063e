package dev.storyc.plan;

import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.plan.Comparison.Change;
import dev.storyc.plan.Comparison.Cost;
import dev.storyc.plan.Comparison.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes of one scene that are alike: told once, with the variants they are in.
 *
 * @param words what changed, stretch by stretch
 */
record AlikeChanges(Kind kind, String id, int take, List<Difference> words, Cost cost, List<Change> changes) {
    /** The changes by storyboard and in order, those that are alike together. */
    static Map<String, List<AlikeChanges>> of(List<Change> changes) {
        Map<String, Map<AlikeChanges, List<Change>>> storyboards = new LinkedHashMap<>();
        for (Change change : changes) {
            Clip clip = change.clip();
            AlikeChanges one =
                    new AlikeChanges(change.kind(), clip.id(), clip.take(), words(change), change.cost(), List.of());
            storyboards
                    .computeIfAbsent(clip.storyboard(), unused -> new LinkedHashMap<>())
                    .computeIfAbsent(one, unused -> new ArrayList<>())
                    .add(change);
        }
        Map<String, List<AlikeChanges>> alike = new LinkedHashMap<>();
        storyboards.forEach((name, rows) -> alike.put(
                name,
                rows.entrySet().stream()
                        .map(row -> row.getKey().with(row.getValue()))
                        .toList()));
        return alike;
    }

    private AlikeChanges with(List<Change> all) {
        return new AlikeChanges(kind, id, take, words, cost, all);
    }

    /** Variants differ in each; storyboards and scenes are told once. */
    private static List<Difference> words(Change change) {
        Clip before = change.before();
        if (change.kind() != Kind.MOVED || before == null) {
            return WordChange.stretches(change.differences());
        }
        Clip clip = change.clip();
        List<Difference> words = new ArrayList<>();
        if (!before.storyboard().equals(clip.storyboard())) {
            words.add(new Difference("storyboard", before.storyboard(), clip.storyboard()));
        }
        if (!before.id().equals(clip.id())) {
            words.add(new Difference("clip", before.id(), clip.id()));
        }
        if (before.take() != clip.take()) {
            words.add(new Difference("take", "" + before.take(), "" + clip.take()));
        }
        return words;
    }

    /** The clip's name, with its take after the first. */
    String name() {
        return id + (take > 1 ? ", take " + take : "");
    }

    /** The variant a change is in; of one that got another name, both. */
    static String variant(Change change) {
        Clip before = change.before();
        String variant = change.clip().variant();
        return before == null || before.variant().equals(variant) ? variant : before.variant() + " → " + variant;
    }

    int seconds() {
        return changes.stream().mapToInt(change -> change.clip().seconds()).sum();
    }

    /**
     * What these cost, without a sign; what equal requests cost is told once.
     *
     * @param told the keys whose price was told, which grow
     */
    String price(Set<Key> told) {
        if (cost == Cost.NONE) {
            return "";
        }
        if (cost != Cost.ADDED) {
            return cost == Cost.PAID ? "paid" : "due before";
        }
        BigDecimal sum = BigDecimal.ZERO;
        boolean known = false;
        boolean unknown = false;
        for (Change change : changes) {
            BigDecimal price = change.clip().price();
            if (told.add(change.clip().key())) {
                sum = price == null ? sum : sum.add(price);
                known |= price != null;
                unknown |= price == null;
            }
        }
        String words = known ? Usd.words(sum).substring(1) : "";
        return unknown ? (known ? words + " and no price" : "no price") : known ? words : "shared";
    }
}
