package dev.storyc.plan;

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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A plan as a comment on a pull request: the sums first, then a row for each change and the clips it concerns, folded.
 * Stays far below the 65,536 characters such a comment may have, whatever the campaign; no text of an author can make
 * markup, a link, a mention or another column.
 */
public final class PlanMarkdown {
    private static final int MOST_CHARACTERS = 55_000;
    private static final int MOST_ROWS = 60;
    private static final int MOST_NAMED = 12;
    private static final int MOST_WORDS = 240;
    private static final int MOST_STRETCHES = 4;

    /** The comment, with a line end at its end. */
    public String write(Plan plan) {
        StringBuilder text = new StringBuilder();
        text.append("### ").append(headline(plan.estimate())).append("\n\n");
        sums(plan, text);
        Map<String, List<Step>> storyboards = plan.steps().stream()
                .filter(step -> step.action() != Action.NOTHING || step.named() != null)
                .filter(step -> step.state() != StepState.LOST || step.action() == Action.BUY)
                .collect(Collectors.groupingBy(
                        step -> step.clip().storyboard(), LinkedHashMap::new, Collectors.toList()));
        Set<Key> priced = new HashSet<>();
        storyboards.forEach((name, steps) -> storyboard(name, steps, priced, text));
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

    private static void sums(Plan plan, StringBuilder text) {
        Estimate estimate = plan.estimate();
        text.append("| | clips | |\n|---|--:|---|\n");
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
        text.append('\n');
    }

    private static void sum(String what, long clips, String words, StringBuilder text) {
        if (clips > 0) {
            text.append("| " + what + " | " + clips + " | " + words + " |\n");
        }
    }

    /** Clips of one scene that stand alike for the same reason: one row. */
    private record Alike(String id, int take, StepState state, Action action, List<Difference> differences) {
        static Alike of(Step step) {
            Clip clip = step.clip();
            return new Alike(clip.id(), clip.take(), step.state(), step.action(), stretches(step));
        }

        /** By the words that changed: what stands around them differs from variant to variant. */
        private static List<Difference> stretches(Step step) {
            List<Difference> changed = new ArrayList<>();
            for (Difference difference : step.differences()) {
                for (WordChange words : WordChange.between(difference.before(), difference.after())) {
                    changed.add(new Difference(difference.path(), words.before(), words.after()));
                }
            }
            return changed;
        }
    }

    private static void storyboard(String name, List<Step> steps, Set<Key> priced, StringBuilder text) {
        Map<Alike, List<Step>> rows =
                steps.stream().collect(Collectors.groupingBy(Alike::of, LinkedHashMap::new, Collectors.toList()));
        text.append(
                "<details><summary>" + code(name) + ": " + count(steps.size(), "clip") + " with news</summary>\n\n");
        text.append("| clip | in | state | s | US$ | why |\n|---|---|---|--:|--:|---|\n");
        int written = 0;
        int unwritten = 0;
        for (Map.Entry<Alike, List<Step>> row : rows.entrySet()) {
            if (written < MOST_ROWS && text.length() < MOST_CHARACTERS) {
                row(row.getKey(), row.getValue(), priced, text);
                written++;
            } else {
                unwritten += row.getValue().size();
            }
        }
        if (unwritten > 0) {
            text.append("\nand " + count(unwritten, "clip") + " more; `storyc plan` tells all\n");
        }
        text.append("\n</details>\n\n");
    }

    private static void row(Alike alike, List<Step> steps, Set<Key> priced, StringBuilder text) {
        String price = alike.action() == Action.BUY ? price(steps, priced) : "";
        int seconds = steps.stream().mapToInt(step -> step.clip().seconds()).sum();
        text.append("| " + code(alike.id() + (alike.take() > 1 ? ", take " + alike.take() : "")) + " | "
                + named(steps, step -> step.clip().variant()) + " | "
                + alike.state().word() + " | " + seconds + " | "
                + price + " | " + why(alike, steps.get(0)) + " |\n");
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

    private static String words(String text) {
        return text.isEmpty() ? "(not sent)" : code(Columns.cut(text, MOST_WORDS));
    }

    private static void lost(Plan plan, StringBuilder text) {
        List<Step> lost = plan.jobs().stream()
                .filter(step -> step.state() == StepState.LOST && step.action() == Action.LEAVE)
                .toList();
        if (!lost.isEmpty()) {
            text.append("**Lost** (bought before, not in this store): "
                    + named(
                            lost,
                            step -> step.clip().address()
                                    + Planner.paid(step)
                                            .map(usd -> " " + Usd.words(usd))
                                            .orElse(""))
                    + "\n\n");
        }
    }

    private static void gone(List<ManifestRow> gone, StringBuilder text) {
        if (!gone.isEmpty()) {
            text.append("**No longer in the storyboard**: "
                    + named(gone, row -> row.place().address()) + "\n");
        }
    }

    private static <T> String named(List<T> things, Function<T, String> name) {
        String names = things.stream()
                .limit(MOST_NAMED)
                .map(name.andThen(PlanMarkdown::code))
                .collect(Collectors.joining(", "));
        return things.size() > MOST_NAMED ? names + " and " + (things.size() - MOST_NAMED) + " more" : names;
    }

    /**
     * Text as code. Markdown is kept out by entities, and what a forge makes of bare words (mentions, issue numbers,
     * addresses) by the element.
     */
    private static String code(String text) {
        StringBuilder escaped = new StringBuilder("<code>");
        text.codePoints().forEach(c -> {
            boolean plain = c > 127 || Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == ',' || c == '.';
            if (plain) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append(c < ' ' || c == 127 ? " " : "&#" + c + ";");
            }
        });
        return escaped.append("</code>").toString();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
