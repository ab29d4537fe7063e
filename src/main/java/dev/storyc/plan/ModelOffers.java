package dev.storyc.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.plan.Comparison.Sum;
import dev.storyc.plan.ModelOffer.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What storyboards would cost on each model, in the three forms of a plan. */
public final class ModelOffers {
    private static final String TITLE = "On each model, if everything were rendered anew";
    private static final int MOST_ROWS = 40;
    private static final int MOST_REFUSALS = 6;
    private static final int CLOSING = 300;

    private ModelOffers() {}

    /** For people, in the columns there are. */
    public static String text(List<ModelOffer> offers, int columns) {
        int width = Math.max(60, Math.min(columns, 160));
        int name = Math.min(60, width - 28);
        List<String> lines = new ArrayList<>(List.of("", TITLE));
        String storyboard = null;
        for (ModelOffer offer : offers) {
            if (!offer.storyboard().equals(storyboard)) {
                storyboard = offer.storyboard();
                lines.add(Columns.pad(storyboard, name + 2)
                        + Columns.padLeft("clips", 7)
                        + Columns.padLeft("s", 7)
                        + Columns.padLeft("US$", 12));
            }
            Sum held = offer.held();
            String model = offer.model() + (offer.own() ? ", its own" : "");
            String figures = offer.whole()
                    ? Columns.padLeft("" + held.jobs(), 7)
                            + Columns.padLeft("" + held.seconds(), 7)
                            + Columns.padLeft(dollars(held), 12)
                    : Columns.padLeft("can't hold it", 26);
            lines.add("  " + Columns.pad(model, name) + figures);
            for (Refusal refusal : offer.refused().stream().limit(MOST_REFUSALS).toList()) {
                String why = refusal.clip() + " (" + refusal.where() + "): " + refusal.why();
                Columns.wrap(why, width - 6, 3).forEach(line -> lines.add("      " + line));
            }
            if (offer.refused().size() > MOST_REFUSALS) {
                lines.add("      and " + (offer.refused().size() - MOST_REFUSALS) + " more");
            }
            if (!offer.whole() && held.jobs() > 0) {
                lines.add("      the rest: " + Markdown.count(held.jobs(), "clip") + ", " + held.seconds() + " s, "
                        + held.price());
            }
            if (!offer.dropped().isEmpty()) {
                Columns.wrap("without " + offer.droppedWords() + ", which it doesn't have", width - 6, 3)
                        .forEach(line -> lines.add("      " + line));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String dollars(Sum sum) {
        return sum.unpriced() == sum.jobs() && sum.jobs() > 0
                ? "no price"
                : Usd.words(sum.usd()).substring(1) + (sum.unpriced() > 0 ? " +?" : "");
    }

    static void markdown(List<ModelOffer> offers, Markdown text) {
        if (offers.isEmpty()) {
            return;
        }
        text.add("<details><summary>" + TITLE + "</summary>\n\n"
                + "| storyboard | model | clips | s | US$ | |\n|---|---|--:|--:|--:|---|\n");
        text.reserve(CLOSING);
        int told = 0;
        for (ModelOffer offer : offers) {
            told += told < MOST_ROWS && text.fits(row(offer)) ? 1 : 0;
        }
        text.reserve(-CLOSING);
        int untold = offers.size() - told;
        text.add((untold == 0 ? "" : "\nand " + Markdown.count(untold, "row") + " more\n") + "\n</details>\n\n");
    }

    private static String row(ModelOffer offer) {
        Sum held = offer.held();
        List<String> remarks = new ArrayList<>();
        if (offer.own()) {
            remarks.add("its own");
        }
        if (!offer.whole()) {
            String refused = offer.refused().stream()
                    .limit(MOST_REFUSALS)
                    .map(one -> Markdown.code(one.clip()) + " " + Markdown.code(one.where() + ": " + one.why()))
                    .collect(Collectors.joining("<br>"));
            int more = offer.refused().size() - MOST_REFUSALS;
            remarks.add("can't hold " + refused + (more > 0 ? "<br>and " + more + " more" : ""));
        }
        if (!offer.dropped().isEmpty()) {
            remarks.add("without " + Markdown.code(offer.droppedWords()));
        }
        String figures = offer.whole() ? held.jobs() + " | " + held.seconds() + " | " + dollars(held) : "| | can't";
        return "| " + Markdown.code(offer.storyboard()) + " | " + Markdown.code(offer.model()) + " | " + figures + " | "
                + String.join("<br>", remarks) + " |\n";
    }

    static void json(List<ModelOffer> offers, ArrayNode into) {
        for (ModelOffer offer : offers) {
            ObjectNode node = into.addObject();
            node.put("storyboard", offer.storyboard());
            node.put("model", offer.model());
            node.put("own", offer.own());
            node.put("holds_all", offer.whole());
            node.put("clips", offer.held().jobs());
            node.put("seconds", offer.held().seconds());
            node.put("usd", offer.held().usd());
            node.put("unpriced", offer.held().unpriced());
            ArrayNode dropped = node.putArray("dropped");
            offer.dropped()
                    .forEach((name, scenes) ->
                            dropped.addObject().put("setting", name).put("scenes", scenes));
            ArrayNode refused = node.putArray("refused");
            offer.refused()
                    .forEach(one -> refused.addObject()
                            .put("clip", one.clip())
                            .put("variants", one.variants())
                            .put("variant", one.variant())
                            .put("why", one.why()));
        }
    }
}
