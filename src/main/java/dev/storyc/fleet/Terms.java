package dev.storyc.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.job.Cap;
import dev.storyc.run.Budget;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person agreed to spend with one build, as every worker reads it: one cap is one scope in the ledger, whoever
 * claims in it.
 *
 * @param jobs how many keys it buys
 */
record Terms(Budget budget, int jobs) {
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * The caps that hold for a key which these storyboards want.
     *
     * @param priced whether its price is known; nobody agreed to a sum for what has none
     */
    List<Cap> caps(String build, Collection<String> storyboards, boolean priced) {
        List<Cap> caps = new ArrayList<>(budget.caps(build, storyboards));
        BigDecimal confirmed = budget.confirmed();
        if (confirmed != null && priced) {
            // Amounts come rounded to cents, and a build of a thousand clips must not end by that.
            BigDecimal most = confirmed.add(CENT.multiply(BigDecimal.valueOf(jobs)));
            caps.add(new Cap(build + "=confirmed", most, "what was confirmed"));
        }
        return caps;
    }

    String write() {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", 1);
        root.put("jobs", jobs);
        ObjectNode overall = root.putObject("overall");
        budget.overall().forEach((words, usd) -> overall.put(words, text(usd)));
        ObjectNode byStoryboard = root.putObject("by_storyboard");
        budget.byStoryboard().forEach((name, usd) -> byStoryboard.put(name, text(usd)));
        root.put("confirmed", text(budget.confirmed()));
        Cap allowance = budget.allowance();
        if (allowance != null) {
            root.putObject("allowance")
                    .put("scope", allowance.scope())
                    .put("usd", text(allowance.usd()))
                    .put("words", allowance.words())
                    .put("once", allowance.once());
        }
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    static Terms read(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            if (root.path("version").asInt() != 1) {
                // A cap that isn't understood must not be passed over.
                throw new IllegalStateException("a build's terms were written by a newer storyc: use that one");
            }
            JsonNode given = root.path("allowance");
            Cap allowance = given.isObject()
                    ? new Cap(
                            given.required("scope").asText(),
                            usd(given.path("usd")),
                            given.required("words").asText(),
                            given.required("once").asBoolean())
                    : null;
            Budget budget = new Budget(
                    amounts(root.required("overall")),
                    amounts(root.required("by_storyboard")),
                    allowance,
                    usd(root.path("confirmed")));
            return new Terms(budget, root.required("jobs").asInt());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a build's terms can't be read: " + text, e);
        }
    }

    /** As text: a number's last zeros would be gone. */
    private static @Nullable String text(@Nullable BigDecimal usd) {
        return usd == null ? null : usd.toPlainString();
    }

    private static Map<String, BigDecimal> amounts(JsonNode node) {
        Map<String, BigDecimal> amounts = new HashMap<>();
        node.properties()
                .forEach(
                        e -> amounts.put(e.getKey(), new BigDecimal(e.getValue().asText())));
        return amounts;
    }

    private static @Nullable BigDecimal usd(JsonNode node) {
        return node.isTextual() ? new BigDecimal(node.asText()) : null;
    }
}
