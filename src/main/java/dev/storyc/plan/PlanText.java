package dev.storyc.plan;

import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.plan.Step.Action;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plan for people, in the columns there are: what would be rendered and why, what is held, what it costs. */
public final class PlanText {
    private static final int MOST_HELD_VARIANTS = 6;
    private static final int MOST_OPEN_VARIANTS = 60;
    private static final int MOST_NAMED = 6;
    private static final int USUAL_WIDTH = 80;
    private static final int WIDEST_NAME = 60;

    private final boolean free;
    private final int width;
    private final boolean asked;
    private final Reasons reasons;

    /** In 80 columns. */
    public PlanText(boolean free) {
        this(free, USUAL_WIDTH);
    }

    /**
     * @param free whether nothing costs anything, so that prices are left out
     * @param width the columns there are
     */
    public PlanText(boolean free, int width) {
        this(free, width, false);
    }

    /**
     * @param free whether nothing costs anything, so that prices are left out
     * @param width the columns there are
     * @param asked whether films that are lost were asked for already, and can't be had
     */
    public PlanText(boolean free, int width, boolean asked) {
        this.free = free;
        this.asked = asked;
        this.width = Math.max(60, Math.min(width, 160));
        this.reasons = new Reasons(this.width - 8, asked);
    }

    /** The plan's text, with a line end at its end. */
    public String write(Plan plan) {
        List<String> lines = new ArrayList<>();
        Map<String, Map<String, List<Step>>> storyboards = new LinkedHashMap<>();
        List<Step> lost = new ArrayList<>();
        for (Step step : plan.steps()) {
            storyboards
                    .computeIfAbsent(step.clip().storyboard(), unused -> new LinkedHashMap<>())
                    .computeIfAbsent(step.clip().variant(), unused -> new ArrayList<>())
                    .add(step);
            if (step.state() == StepState.LOST && step.action() == Action.LEAVE) {
                lost.add(step);
            }
        }
        Set<Key> priced = new HashSet<>();
        storyboards.forEach((name, variants) -> {
            lines.add(name);
            storyboard(variants, priced, lines);
            lines.add("");
        });
        lost(lost, lines);
        gone(plan.gone(), lines);
        sums(plan, lines);
        return String.join("\n", lines) + "\n";
    }

    /** Why a clip stands as it does, in lines of at most 72 columns: what changed, and what a person may do about it. */
    public static List<String> why(Step step) {
        return new Reasons(USUAL_WIDTH - 8, false).of(step);
    }

    private void storyboard(Map<String, List<Step>> variants, Set<Key> priced, List<String> lines) {
        Map<List<String>, String> told = new HashMap<>();
        List<Step> heldUnnamed = new ArrayList<>();
        List<Step> openUnnamed = new ArrayList<>();
        int held = 0;
        int heldMore = 0;
        int open = 0;
        int openMore = 0;
        for (Map.Entry<String, List<Step>> variant : variants.entrySet()) {
            List<Step> steps = variant.getValue();
            if (steps.stream().allMatch(PlanText::quiet)) {
                if (++held > MOST_HELD_VARIANTS) {
                    heldMore++;
                    heldUnnamed.addAll(steps);
                } else {
                    lines.add("  " + Columns.pad(variant.getKey(), nameWidth() + 12) + "  "
                            + count(steps.size(), "clip") + " held");
                }
            } else if (++open > MOST_OPEN_VARIANTS) {
                openMore++;
                openUnnamed.addAll(steps);
            } else {
                lines.add("  " + Columns.cut(variant.getKey(), width - 4));
                steps.stream().filter(step -> !quiet(step)).forEach(step -> step(step, priced, told, lines));
                long quiet = steps.stream().filter(PlanText::quiet).count();
                if (quiet > 0) {
                    lines.add("        " + count((int) quiet, "clip") + " held");
                }
            }
        }
        if (openMore > 0) {
            long buys =
                    openUnnamed.stream().filter(s -> s.action() == Action.BUY).count();
            lines.add("  and " + count(openMore, "variant") + " more with " + count((int) buys, "clip") + " to render");
        }
        if (heldMore > 0) {
            lines.add("  and " + count(heldMore, "variant") + " more whose " + count(heldUnnamed.size(), "clip")
                    + " are all held");
        }
    }

    /** Whether there is nothing to say of it but that it is held. */
    private static boolean quiet(Step step) {
        return step.action() == Action.NOTHING && step.named() == null && step.odd() == null;
    }

    private void step(Step step, Set<Key> priced, Map<List<String>, String> told, List<String> lines) {
        Clip clip = step.clip();
        String name = clip.id() + (clip.take() > 1 ? ", take " + clip.take() : "");
        String price = "";
        if (step.action() == Action.BUY && !free) {
            // What equal requests cost is paid once, and the column must add up to the sum.
            price = priced.add(clip.key()) ? Usd.aligned(clip.price()) : "shared ";
        }
        lines.add(("    " + String.format("%02d", clip.number()) + "  " + Columns.pad(name, nameWidth())
                        + Columns.padLeft(clip.seconds() + " s", 5) + "   " + Columns.pad(word(step), 13)
                        + Columns.padLeft(price, 10))
                .stripTrailing());
        if (step.state() == StepState.LOST && step.action() == Action.LEAVE) {
            // Told together, below.
            return;
        }
        List<String> why = reasons.of(step);
        // One word in a partial changes many clips, and is read once.
        String before = why.isEmpty() || step.differences().isEmpty() ? null : told.putIfAbsent(why, clip.address());
        if (before != null) {
            lines.add("        " + Columns.cut("the same change as " + before, width - 8));
        } else {
            why.forEach(line -> lines.add("        " + line));
        }
    }

    private int nameWidth() {
        return Math.min(WIDEST_NAME, width - 42);
    }

    private static String word(Step step) {
        return step.state() == StepState.CACHED ? "held" : step.state().word();
    }

    private static boolean mayBeAskedFor(Step step) {
        Job job = step.job();
        return step.named() != null || (job != null && job.jobId() != null);
    }

    private void lost(List<Step> lost, List<String> lines) {
        if (lost.isEmpty()) {
            return;
        }
        lines.add("lost: bought before, and not in this store");
        for (Step step : lost.subList(0, Math.min(2 * MOST_NAMED, lost.size()))) {
            String paid =
                    Planner.paid(step).map(usd -> "paid " + Usd.words(usd)).orElse("");
            lines.add(("  " + Columns.pad(step.clip().address(), width - 18) + Columns.padLeft(paid, 14))
                    .stripTrailing());
            reasons.odd(step).forEach(line -> lines.add("      " + line));
        }
        if (lost.size() > 2 * MOST_NAMED) {
            lines.add("  and " + (lost.size() - 2 * MOST_NAMED) + " more");
        }
        String next = !asked && lost.stream().anyMatch(PlanText::mayBeAskedFor)
                ? "A build first asks for their jobs, free. What can't be had so is bought again only with --rebuy."
                : "They are bought again only with --rebuy.";
        Columns.wrap(next, width - 2, 3).forEach(line -> lines.add("  " + line));
        lines.add("");
    }

    private void gone(List<ManifestRow> gone, List<String> lines) {
        if (gone.isEmpty()) {
            return;
        }
        lines.add("no longer in the storyboard (the store keeps their films)");
        gone.stream()
                .limit(MOST_NAMED)
                .forEach(row -> lines.add("  " + Columns.cut(row.place().address(), width - 4)));
        if (gone.size() > MOST_NAMED) {
            lines.add("  and " + (gone.size() - MOST_NAMED) + " more");
        }
        lines.add("");
    }

    private void sums(Plan plan, List<String> lines) {
        Estimate estimate = plan.estimate();
        if (estimate.jobs() == 0) {
            lines.add("nothing to render");
        } else {
            String what = count(estimate.jobs(), "clip") + " to render, " + estimate.seconds() + " s";
            boolean known = estimate.unpriced() < estimate.jobs();
            String sum = known ? Usd.words(estimate.toSpend()) : "no known price";
            lines.add(free ? what + ", free of charge" : what + ": " + sum);
        }
        if (estimate.dearer()) {
            lines.add(
                    "The far end last charged more than its price list says: expect " + Usd.words(estimate.expected()));
        }
        if (estimate.unpriced() > 0) {
            lines.add(count(estimate.unpriced(), "clip") + " of them without a known price, not in this sum");
        }
        long resumed =
                plan.jobs().stream().filter(s -> s.action() == Action.RESUME).count();
        if (resumed > 0) {
            lines.add(count((int) resumed, "clip") + " already at the far end, followed free of charge");
        }
        if (estimate.restored() > 0) {
            lines.add(count(estimate.restored(), "clip") + " taken back from out/, free of charge");
        }
        if (estimate.held() > 0) {
            boolean saves = !free && estimate.saved().signum() > 0;
            lines.add(count(estimate.held(), "clip") + " held by the store"
                    + (saves ? ", which saves " + Usd.words(estimate.saved()) : ""));
        }
        if (estimate.lost() > 0) {
            lines.add(count(estimate.lost(), "clip") + " lost" + cost(estimate.lostCost()));
        }
        long others = plan.jobs().stream()
                .filter(s -> s.action() == Action.LEAVE && s.state() != StepState.LOST)
                .count();
        if (others > 0) {
            lines.add(count((int) others, "clip") + " wait" + (others == 1 ? "s" : "") + " for a decision");
        }
    }

    private static String cost(BigDecimal usd) {
        return usd.signum() == 0 ? "" : ", for which " + Usd.words(usd) + " was paid";
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
