package dev.storyc.plan;

import static dev.storyc.plan.Markdown.code;
import static dev.storyc.plan.Markdown.count;
import static dev.storyc.plan.Markdown.named;
import static dev.storyc.plan.Markdown.words;

import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.plan.Step.Action;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan as a comment on a pull request: the sums first, then a row for each change and the clips it concerns, folded.
 * Stays under 60,000 characters, whatever the campaign; no text of an author can make markup, a link, a mention or
 * another column.
 */
public final class PlanMarkdown {
    private static final int MOST_ROWS = 60;
    private static final int MOST_WORDS = 240;
    /** What is said below the rows of storyboards, where there is room for no names. */
    private static final int CLOSING = 600;

    private static final int MOST_STRETCHES = 4;

    /** The comment, with a line end at its end. */
    public String write(Plan plan) {
        return write(plan, List.of());
    }

    /** The same, with what it would cost on each model. */
    public String write(Plan plan, List<ModelOffer> models) {
        Markdown text = new Markdown();
        text.add("### " + headline(plan.estimate()) + "\n\n");
        sums(plan, text);
        ModelOffers.markdown(models, text);
        text.reserve(CLOSING);
        Map<String, List<Step>> storyboards = plan.steps().stream()
                .filter(step -> step.action() != Action.NOTHING || step.named() != null)
                .filter(step -> step.state() != StepState.LOST || step.action() == Action.BUY)
                .collect(Collectors.groupingBy(
                        step -> step.clip().storyboard(), LinkedHashMap::new, Collectors.toList()));
        Set<Key> priced = new HashSet<>();
        int untold = 0;
        for (Map.Entry<String, List<Step>> storyboard : storyboards.entrySet()) {
            untold += storyboard(storyboard.getKey(), storyboard.getValue(), priced, text) ? 0 : 1;
        }
        text.reserve(-CLOSING);
        if (untold > 0) {
            text.add("and " + count(untold, "storyboard") + " more with news; `storyc plan` tells all\n\n");
        }
        lost(plan, text);
        gone(plan.gone(), text);
        return text.toString();
    }

    private static String headline(Estimate estimate) {
        if (estimate.jobs() == 0) {
            return "storyc: nothing to render";
        }
        String sum = estimate.unpriced() == estimate.jobs() ? "no known price" : Usd.words(estimate.toSpend());
        return "storyc: " + count(estimate.jobs(), "clip") + " to render, " + estimate.seconds() + " s, " + sum
                + (estimate.unpriced() > 0 && estimate.unpriced() < estimate.jobs()
                        ? " and what has no known price"
                        : "");
    }

    private static void sums(Plan plan, Markdown text) {
        Estimate estimate = plan.estimate();
        text.add("| | clips | |\n|---|--:|---|\n");
        sum("to render", estimate.jobs(), "costs " + Usd.words(estimate.toSpend()), text);
        if (estimate.dearer()) {
            sum(
                    "the same, as the far end last charged",
                    estimate.jobs(),
                    "expect " + Usd.words(estimate.expected()),
                    text);
        }
        sum("of them without a known price", estimate.unpriced(), "not in this sum", text);
        sum(
                "already at the far end",
                plan.jobs().stream()
                        .filter(step -> step.action() == Action.RESUME)
                        .count(),
                "followed, free",
                text);
        sum("held by the store", estimate.held(), "saves " + Usd.words(estimate.saved()), text);
        sum("taken back from out/", estimate.restored(), "free", text);
        sum(
                "waiting for a decision",
                plan.jobs().stream()
                        .filter(step -> step.action() == Action.LEAVE && step.state() != StepState.LOST)
                        .count(),
                "`storyc plan` tells which",
                text);
        sum(
                "lost: bought before, not in this store",
                estimate.lost(),
                "cost " + Usd.words(estimate.lostCost()) + "; bought again only with `--rebuy`",
                text);
        sum("no longer in the storyboard", plan.gone().size(), "the store keeps their films", text);
        text.add("\n");
    }

    private static void sum(String what, long clips, String words, Markdown text) {
        if (clips > 0) {
            text.add("| " + what + " | " + clips + " | " + words + " |\n");
        }
    }

    /** Clips of one scene that stand alike for the same reason: one row. */
    private record Alike(String id, int take, StepState state, Action action, List<Difference> differences) {
        static Alike of(Step step) {
            Clip clip = step.clip();
            return new Alike(
                    clip.id(), clip.take(), step.state(), step.action(), WordChange.stretches(step.differences()));
        }
    }

    /** Whether there was room for it. */
    private static boolean storyboard(String name, List<Step> steps, Set<Key> priced, Markdown text) {
        Map<Alike, List<Step>> rows =
                steps.stream().collect(Collectors.groupingBy(Alike::of, LinkedHashMap::new, Collectors.toList()));
        String head = "<details><summary>" + code(name) + ": " + count(steps.size(), "clip")
                + " with news</summary>\n\n" + "| clip | in | state | s | US$ | why |\n|---|---|---|--:|--:|---|\n";
        text.reserve(CLOSING);
        boolean room = text.fits(head);
        int written = 0;
        int unwritten = 0;
        for (Map.Entry<Alike, List<Step>> row : rows.entrySet()) {
            boolean told = room && written < MOST_ROWS && text.fits(row(row.getKey(), row.getValue(), priced));
            written += told ? 1 : 0;
            unwritten += told ? 0 : row.getValue().size();
        }
        text.reserve(-CLOSING);
        if (room) {
            String more =
                    unwritten == 0 ? "" : "\nand " + count(unwritten, "clip") + " more; `storyc plan` tells all\n";
            text.add(more + "\n</details>\n\n");
        }
        return room;
    }

    private static String row(Alike alike, List<Step> steps, Set<Key> priced) {
        String price = alike.action() == Action.BUY ? price(steps, priced) : "";
        int seconds = steps.stream().mapToInt(step -> step.clip().seconds()).sum();
        return "| " + code(alike.id() + (alike.take() > 1 ? ", take " + alike.take() : "")) + " | "
                + named(steps, step -> step.clip().variant()) + " | "
                + alike.state().word() + " | " + seconds + " | "
                + price + " | " + why(alike, steps.get(0)) + " |\n";
    }

    /** What these cost; what equal requests cost is paid once, in the row that comes first. */
    private static String price(List<Step> steps, Set<Key> priced) {
        BigDecimal sum = BigDecimal.ZERO;
        boolean known = false;
        boolean unknown = false;
        for (Step step : steps) {
            if (priced.add(step.clip().key())) {
                BigDecimal price = step.clip().price();
                sum = price == null ? sum : sum.add(price);
                known |= price != null;
                unknown |= price == null;
            }
        }
        String words = known ? Usd.words(sum).substring(1) : "";
        return unknown ? (known ? words + " and no price" : "no price") : known ? words : "shared";
    }

    private static String why(Alike alike, Step first) {
        List<String> parts = new ArrayList<>();
        for (Difference change : alike.differences()
                .subList(0, Math.min(MOST_STRETCHES, alike.differences().size()))) {
            parts.add(code(change.path()) + ": " + words(change.before()) + " → " + words(change.after()));
        }
        if (alike.differences().size() > MOST_STRETCHES) {
            parts.add("and " + (alike.differences().size() - MOST_STRETCHES) + " more");
        }
        if (alike.differences().isEmpty() && alike.state() != StepState.NEW) {
            new Reasons(MOST_WORDS, false).of(first).forEach(line -> parts.add(code(line)));
        }
        return String.join("<br>", parts);
    }

    private static void lost(Plan plan, Markdown text) {
        List<Step> lost = plan.jobs().stream()
                .filter(step -> step.state() == StepState.LOST && step.action() == Action.LEAVE)
                .toList();
        if (!lost.isEmpty()) {
            text.fits("**Lost** (bought before, not in this store): "
                    + named(
                            lost,
                            step -> step.clip().address()
                                    + Planner.paid(step)
                                            .map(usd -> " " + Usd.words(usd))
                                            .orElse(""))
                    + "\n\n");
        }
    }

    private static void gone(List<ManifestRow> gone, Markdown text) {
        if (!gone.isEmpty()) {
            text.fits("**No longer in the storyboard**: "
                    + named(gone, row -> row.place().address()) + "\n");
        }
    }
}
