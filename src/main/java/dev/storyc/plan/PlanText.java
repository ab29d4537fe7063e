package dev.storyc.plan;

import dev.storyc.job.Job;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.plan.Step.Action;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan for people, in 80 columns: what would be rendered and why, what is held, what it costs. */
public final class PlanText {
    private static final int MOST_HELD_VARIANTS = 6;
    private static final int MOST_GONE = 6;

    private final boolean free;

    /** @param free whether nothing costs anything, so that prices are left out */
    public PlanText(boolean free) {
        this.free = free;
    }

    /** The plan's text, with a line end at its end. */
    public String write(Plan plan) {
        List<String> lines = new ArrayList<>();
        Map<String, Map<String, List<Step>>> storyboards = new LinkedHashMap<>();
        for (Step step : plan.steps()) {
            storyboards
                    .computeIfAbsent(step.clip().storyboard(), unused -> new LinkedHashMap<>())
                    .computeIfAbsent(step.clip().variant(), unused -> new ArrayList<>())
                    .add(step);
        }
        storyboards.forEach((name, variants) -> {
            lines.add(name);
            storyboard(variants, lines);
            lines.add("");
        });
        gone(plan.gone(), lines);
        sums(plan, lines);
        return String.join("\n", lines) + "\n";
    }

    private void storyboard(Map<String, List<Step>> variants, List<String> lines) {
        int heldVariants = 0;
        int heldClips = 0;
        for (Map.Entry<String, List<Step>> variant : variants.entrySet()) {
            List<Step> steps = variant.getValue();
            boolean held = steps.stream().allMatch(step -> step.action() == Action.NOTHING);
            if (held && ++heldVariants > MOST_HELD_VARIANTS) {
                heldClips += steps.size();
            } else if (held) {
                lines.add("  " + Columns.pad(variant.getKey(), 50) + "  " + count(steps.size(), "clip") + " held");
            } else {
                lines.add("  " + Columns.cut(variant.getKey(), 76));
                steps.forEach(step -> step(step, lines));
            }
        }
        if (heldVariants > MOST_HELD_VARIANTS) {
            int more = heldVariants - MOST_HELD_VARIANTS;
            lines.add("  and " + count(more, "variant") + " more whose " + count(heldClips, "clip") + " are all held");
        }
    }

    private void step(Step step, List<String> lines) {
        Clip clip = step.clip();
        String name = clip.id() + (clip.take() > 1 ? ", take " + clip.take() : "");
        String price = step.action() == Action.BUY && !free ? Usd.aligned(clip.price()) : "";
        lines.add(("    " + String.format("%02d", clip.number()) + "  " + Columns.pad(name, 38)
                        + Columns.padLeft(clip.seconds() + " s", 5) + "   " + Columns.pad(word(step), 13)
                        + Columns.padLeft(price, 10))
                .stripTrailing());
        why(step).forEach(line -> lines.add("        " + line));
    }

    /** Why a clip stands as it does, in lines of at most 72 columns: what changed, and what a person may do about it. */
    public static List<String> why(Step step) {
        List<String> lines = new ArrayList<>();
        step.differences().forEach(difference -> change(difference, lines));
        if (step.action() == Action.LEAVE || step.state() == StepState.PENDING) {
            lines.addAll(advice(step));
        }
        return lines;
    }

    private static String word(Step step) {
        return step.state() == StepState.CACHED ? "held" : step.state().word();
    }

    private static void change(Difference difference, List<String> lines) {
        WordChange words = WordChange.between(difference.before(), difference.after());
        String before = words.before().isEmpty() ? "(not sent)" : words.before();
        String after = words.after().isEmpty() ? "(not sent)" : words.after();
        String one = difference.path() + ": " + before + " → " + after;
        if (Columns.width(one) <= 72) {
            lines.add(one);
            return;
        }
        lines.add(Columns.cut(difference.path() + ":", 72));
        lines.add("  - " + Columns.cut(before, 68));
        lines.add("  + " + Columns.cut(after, 68));
    }

    private static List<String> advice(Step step) {
        Job job = step.job();
        List<String> lines = new ArrayList<>();
        if (job != null && job.reason() != null) {
            lines.add(Columns.cut(job.reason().lines().findFirst().orElse(""), 72));
        }
        switch (step.state()) {
            case IN_DOUBT -> {
                lines.add("perhaps taken and paid" + since(job) + "; decide:");
                lines.add("storyc jobs resolve " + step.clip().key().brief() + " --adopt JOB_ID|--abandon|--resubmit");
            }
            case PENDING -> lines.add("submitted" + since(job) + "; a build takes it up again, free");
            case LOST -> lines.add("bought before, and not in this store; --rebuy buys it again");
            case FAILED, REFUSED, ABANDONED ->
                lines.add("--retry " + step.state().word() + " renders it again");
            case SET_ASIDE ->
                lines.add("storyc store accept " + step.clip().key().brief() + " takes the film as it is");
            case NEW, CHANGED, CACHED, RUNNING -> lines.add(step.clip().key().hex());
        }
        return lines;
    }

    private static String since(@Nullable Job job) {
        return job == null ? "" : " (since " + Instant.ofEpochSecond(job.since().getEpochSecond()) + ")";
    }

    private static void gone(List<ManifestRow> gone, List<String> lines) {
        if (gone.isEmpty()) {
            return;
        }
        lines.add("no longer in the storyboard (the store keeps their films)");
        gone.stream()
                .limit(MOST_GONE)
                .forEach(row -> lines.add("  " + Columns.cut(row.place().address(), 76)));
        if (gone.size() > MOST_GONE) {
            lines.add("  and " + (gone.size() - MOST_GONE) + " more");
        }
        lines.add("");
    }

    private void sums(Plan plan, List<String> lines) {
        Estimate estimate = plan.estimate();
        if (estimate.jobs() == 0) {
            lines.add("nothing to render");
        } else {
            String what = count(estimate.jobs(), "clip") + " to render, " + estimate.seconds() + " s";
            lines.add(free ? what + ", free of charge" : what + ": " + Usd.words(estimate.toSpend()));
        }
        if (estimate.unpriced() > 0) {
            lines.add(count(estimate.unpriced(), "clip") + " of them without a known price, not in this sum");
        }
        long resumed =
                plan.jobs().stream().filter(s -> s.action() == Action.RESUME).count();
        if (resumed > 0) {
            lines.add(count((int) resumed, "clip") + " already at the far end, followed free of charge");
        }
        if (estimate.held() > 0) {
            boolean saves = !free && estimate.saved().signum() > 0;
            lines.add(count(estimate.held(), "clip") + " held by the store"
                    + (saves ? ", which saves " + Usd.words(estimate.saved()) : ""));
        }
        if (estimate.lost() > 0) {
            lines.add(count(estimate.lost(), "clip") + " lost" + cost(estimate.lostCost())
                    + ": bought before, and not in this store");
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
