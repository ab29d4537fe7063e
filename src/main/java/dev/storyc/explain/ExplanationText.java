package dev.storyc.explain;

import dev.storyc.diagnostic.Origin;
import dev.storyc.expand.Ingredient;
import dev.storyc.expand.SceneCut;
import dev.storyc.lower.Clip;
import dev.storyc.plan.PlanText;
import dev.storyc.plan.Step;
import dev.storyc.plan.Usd;
import java.util.ArrayList;
import java.util.List;

/** An explanation for people. Lines are as wide as the console; a place stays whole, so that it can be clicked. */
public final class ExplanationText {
    private final int width;

    /** @param width the columns of the console */
    public ExplanationText(int width) {
        this.width = Math.max(40, width);
    }

    /** The text, with a line end at its end. */
    public String write(Explanation explained) {
        Clip clip = explained.clip();
        List<String> lines = new ArrayList<>();
        lines.add(clip.address());
        lines.add("  key     " + clip.key().hex());
        lines.add("  length  " + clip.seconds() + " s, " + Usd.words(clip.price()));
        lines.add("  take    " + take(explained));
        if (explained.picked() != null) {
            lines.add("          picked in " + explained.picked().address());
        }
        SceneCut scene = explained.cut();
        if (scene != null && explained.inCut() && scene.crossfade().signum() > 0) {
            lines.add("          by a crossfade of " + scene.crossfade().toPlainString() + " s, "
                    + scene.origin().span().address());
        }
        lines.add("  state   " + state(explained.step()));
        PlanText.why(explained.step()).forEach(line -> lines.add("          " + line));
        lines.add("  scene   " + explained.scene().address());
        for (Explanation.Term term : explained.conditions()) {
            wrap(
                    term.subject() + (term.kept() ? " is there: `" : " is left out: `") + term.words() + "`",
                    "          ",
                    lines);
            lines.add("            " + term.span().address());
        }
        explained.values().forEach(value -> value(value, lines));
        return String.join("\n", lines) + "\n";
    }

    private static String take(Explanation explained) {
        Clip clip = explained.clip();
        String wanted = explained.takes().size() == 1
                ? "the only one wanted"
                : "of " + explained.takes().size() + " wanted";
        return clip.take() + ", " + wanted + cut(explained);
    }

    private static String cut(Explanation explained) {
        SceneCut scene = explained.cut();
        if (scene == null) {
            return "; no cut is made";
        }
        boolean out = explained.clip().cut() && !scene.enabled();
        return explained.inCut() ? ", goes into the cut" : out ? ", its scene left out of the cut" : ", not in the cut";
    }

    private static String state(Step step) {
        return switch (step.state()) {
            case NEW -> "new: the manifest has no film for it";
            case CHANGED -> "changed: the film in the manifest was made from another request";
            case CACHED -> "held: its film is in the store";
            case LOST -> "lost: the manifest names its film, and the store has none";
            default -> step.state().word();
        };
    }

    private void value(Explanation.Value value, List<String> lines) {
        lines.add("");
        String text = value.text().replace("\n", " ");
        int characters = value.text().codePointCount(0, value.text().length());
        if (value.argument().length() + 2 + characters <= width) {
            lines.add((value.argument() + "  " + text).stripTrailing());
        } else {
            lines.add(value.argument() + "  (" + characters + " characters)");
            wrap(text, "    ", lines);
        }
        Origin origin = value.origin();
        lines.add("    " + (origin == null ? value.why() : origin.span().address()));
        value.from().forEach(one -> ingredient(one, "    ", lines));
    }

    private void ingredient(Ingredient one, String indent, List<String> lines) {
        String what = one.origin().way().isEmpty()
                ? ""
                : one.origin().way().get(one.origin().way().size() - 1);
        String value = one.tag().startsWith("{{>") ? "" : " = " + one.value().replace("\n", " ");
        wrap("← " + one.tag() + value, indent, lines);
        String place = one.origin().span().address();
        boolean said = what.isEmpty() || place.equals(what) || what.startsWith("partial ");
        lines.add(indent + "  " + (said ? place : what + "  " + place));
        one.from().forEach(inner -> ingredient(inner, indent + "  ", lines));
    }

    // Words are counted as one cell a code point: nothing stands in columns here that could be put out of line.
    private void wrap(String text, String indent, List<String> lines) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ", -1)) {
            boolean first = line.length() == indent.length();
            if (!first && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(indent);
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        lines.add(line.toString());
    }
}
