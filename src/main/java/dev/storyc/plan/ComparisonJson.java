package dev.storyc.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Comparison.Change;
import dev.storyc.plan.Comparison.Sum;

/** What a change of storyboards costs, for programs. */
final class ComparisonJson {
    private ComparisonJson() {}

    static void write(Comparison comparison, ObjectNode into) {
        into.put("revision", comparison.base().revision());
        into.put("commit", comparison.base().commit());
        ArrayNode notes = into.putArray("notes");
        comparison.base().notes().forEach(notes::add);
        ArrayNode changes = into.putArray("changes");
        comparison.changes().forEach(change -> changes.add(change(change, changes.objectNode())));
        into.put("same", comparison.same());
        sum(comparison.adds(), into.putObject("adds"));
        sum(comparison.due(), into.putObject("due"));
        sum(comparison.spared(), into.putObject("spared"));
        sum(comparison.total(), into.putObject("total"));
        into.put("expected_usd", comparison.expected());
    }

    private static ObjectNode change(Change change, ObjectNode node) {
        node.put("kind", change.kind().word());
        clip(change.clip(), node);
        node.put("cost", change.cost().word());
        node.put("seconds", change.clip().seconds());
        node.put("price_usd", change.clip().price());
        Clip before = change.before();
        if (before == null) {
            node.putNull("before");
        } else {
            clip(before, node.putObject("before"));
        }
        PlanJson.differences(change.differences(), node.putArray("changes"));
        return node;
    }

    private static void clip(Clip clip, ObjectNode node) {
        node.put("storyboard", clip.storyboard());
        node.put("variant", clip.variant());
        node.put("clip", clip.id());
        node.put("take", clip.take());
        node.put("key", clip.key().hex());
    }

    private static void sum(Sum sum, ObjectNode node) {
        node.put("jobs", sum.jobs());
        node.put("seconds", sum.seconds());
        node.put("usd", sum.usd());
        node.put("unpriced", sum.unpriced());
    }
}
