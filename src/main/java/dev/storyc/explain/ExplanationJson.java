package dev.storyc.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Span;
import dev.storyc.expand.Ingredient;
import dev.storyc.expand.SceneCut;
import dev.storyc.lower.Clip;
import dev.storyc.plan.Difference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An explanation for programs: one JSON object on one line. */
public final class ExplanationJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** The text, with a line end at its end. */
    public String write(Explanation explained) {
        Clip clip = explained.clip();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("storyboard", clip.storyboard());
        root.put("variant", clip.variant());
        root.put("clip", clip.id());
        root.put("take", clip.take());
        ArrayNode takes = root.putArray("takes");
        explained.takes().forEach(takes::add);
        root.put("cut", explained.inCut());
        SceneCut cut = explained.cut();
        if (cut != null && explained.inCut() && cut.crossfade().signum() > 0) {
            root.put("crossfade_seconds", cut.crossfade());
        }
        root.put("key", clip.key().hex());
        root.put("seconds", clip.seconds());
        root.put("price_usd", clip.price());
        root.put("state", explained.step().state().word());
        ArrayNode changes = root.putArray("changes");
        for (Difference difference : explained.step().differences()) {
            changes.addObject()
                    .put("argument", difference.path())
                    .put("before", difference.before())
                    .put("after", difference.after());
        }
        place(root.putObject("scene"), explained.scene());
        place(root.putObject("picked"), explained.picked());
        ArrayNode conditions = root.putArray("conditions");
        for (Explanation.Term term : explained.conditions()) {
            ObjectNode one = conditions.addObject();
            one.put("subject", term.subject());
            one.put("condition", term.words());
            one.put("kept", term.kept());
            place(one, term.span());
        }
        ArrayNode values = root.putArray("values");
        for (Explanation.Value value : explained.values()) {
            ObjectNode one = values.addObject();
            one.put("argument", value.argument());
            one.put("value", value.text());
            one.put("why", value.why());
            Origin origin = value.origin();
            place(one, origin == null ? null : origin.span());
            from(one, value.from());
        }
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static void from(ObjectNode node, List<Ingredient> ingredients) {
        ArrayNode from = node.putArray("from");
        for (Ingredient ingredient : ingredients) {
            ObjectNode one = from.addObject();
            one.put("tag", ingredient.tag());
            one.put("value", ingredient.value());
            List<String> way = ingredient.origin().way();
            one.put("source", way.isEmpty() ? "" : way.get(way.size() - 1));
            place(one, ingredient.origin().span());
            from(one, ingredient.from());
        }
    }

    private static void place(ObjectNode node, @Nullable Span span) {
        if (span != null) {
            node.put("file", span.file());
            node.put("line", span.line());
            node.put("column", span.column());
        }
    }
}
