package dev.storyc.plan;

import dev.storyc.lower.Key;
import dev.storyc.plan.Comparison.Kind;
import dev.storyc.plan.Comparison.Sum;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a change of storyboards costs, for people, in the columns there are. */
public final class ComparisonText {
    private static final int MOST_ROWS = 100;
    private static final int MOST_NAMED = 12;

    private final int width;
    private final Reasons reasons;

    /** @param width the columns there are */
    public ComparisonText(int width) {
        this.width = Math.max(60, Math.min(width, 160));
        this.reasons = new Reasons(this.width - 6, false);
    }

    /** The text, with a line end at its end. */
    public String write(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(Columns.cut("against " + comparison.base().words(), width));
        lines.add("");
        Set<Key> told = new HashSet<>();
        AlikeChanges.of(comparison.changes()).forEach((name, rows) -> {
            lines.add(Columns.cut(name, width));
            rows.stream().limit(MOST_ROWS).forEach(row -> row(row, told, lines));
            if (rows.size() > MOST_ROWS) {
                int untold = rows.stream()
                        .skip(MOST_ROWS)
                        .mapToInt(row -> row.changes().size())
                        .sum();
                lines.add("  and " + Markdown.count(untold, "clip") + " more; --format json tells all");
            }
            lines.add("");
        });
        sums(comparison, lines);
        comparison.base().notes().forEach(note -> lines.addAll(Columns.wrap("note: " + note, width, 4)));
        return String.join("\n", lines) + "\n";
    }

    private void row(AlikeChanges row, Set<Key> told, List<String> lines) {
        int name = Math.min(60, width - 38);
        lines.add(("  " + Columns.pad(row.kind().word(), 9) + Columns.pad(row.name(), name)
                        + Columns.padLeft(row.seconds() + " s", 8) + Columns.padLeft(row.price(told), 16))
                .stripTrailing());
        reasons.changes(row.words()).forEach(line -> lines.add("      " + line));
        String variants = String.join(
                ", ",
                row.changes().stream()
                        .limit(MOST_NAMED)
                        .map(AlikeChanges::variant)
                        .toList());
        String more =
                row.changes().size() > MOST_NAMED ? " and " + (row.changes().size() - MOST_NAMED) + " more" : "";
        Columns.wrap("in " + variants, width - 6 - more.length(), 2).forEach(line -> lines.add("      " + line));
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + more);
    }

    private void sums(Comparison comparison, List<String> lines) {
        List<String> counts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            int clips = comparison.count(kind);
            if (clips > 0) {
                counts.add(clips + " " + kind.word());
            }
        }
        counts.add(comparison.same() + " as before");
        lines.add(String.join(", ", counts));
        sentence(ComparisonMarkdown.headline(comparison), lines);
        Sum due = comparison.due();
        if (due.jobs() > 0) {
            sentence(
                    Markdown.count(due.jobs(), "clip") + " (" + due.price()
                            + ") not bought before the change either: a build after it renders "
                            + comparison.total().jobs() + ", "
                            + comparison.total().seconds() + " s, "
                            + comparison.total().price(),
                    lines);
        }
        Sum spared = comparison.spared();
        if (spared.jobs() > 0) {
            sentence(
                    Markdown.count(spared.jobs(), "clip") + " (" + spared.price()
                            + ") would have been rendered before it, and won't be",
                    lines);
        }
        if (comparison.dearer()) {
            sentence(
                    "The far end last charged more than its price list says: expect " + Usd.words(comparison.expected())
                            + " in all",
                    lines);
        }
    }

    private void sentence(String words, List<String> lines) {
        lines.addAll(Columns.wrap(words, width, 3));
    }
}
