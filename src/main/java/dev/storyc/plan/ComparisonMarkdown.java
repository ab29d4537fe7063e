package dev.storyc.plan;

import static dev.storyc.plan.Markdown.code;
import static dev.storyc.plan.Markdown.count;
import static dev.storyc.plan.Markdown.named;
import static dev.storyc.plan.Markdown.words;

import dev.storyc.lower.Key;
import dev.storyc.plan.Comparison.Change;
import dev.storyc.plan.Comparison.Kind;
import dev.storyc.plan.Comparison.Sum;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a change of storyboards costs, as a comment on its pull request: the price first, one table, and what changed
 * folded below it. Stays under 60,000 characters; no text of an author can make markup.
 */
public final class ComparisonMarkdown {
    private static final int MOST_ROWS = 60;
    private static final int MOST_STRETCHES = 4;
    private static final int MOST_NOTES = 8;
    private static final int CLOSING = 400;

    /** The comment, with a line end at its end. */
    public String write(Comparison comparison) {
        return write(comparison, List.of());
    }

    /** The same, with what everything would cost on each model. */
    public String write(Comparison comparison, List<ModelOffer> models) {
        Markdown text = new Markdown();
        text.add("### storyc: " + headline(comparison) + "\n\n");
        table(comparison, text);
        sentences(comparison, text);
        ModelOffers.markdown(models, text);
        text.reserve(CLOSING);
        Set<Key> told = new HashSet<>();
        int untold = 0;
        for (Map.Entry<String, List<AlikeChanges>> storyboard :
                AlikeChanges.of(comparison.changes()).entrySet()) {
            untold += storyboard(storyboard.getKey(), storyboard.getValue(), told, text) ? 0 : 1;
        }
        text.reserve(-CLOSING);
        if (untold > 0) {
            text.add("and " + count(untold, "storyboard") + " more with changes; `storyc plan --against` tells all\n");
        }
        return text.toString();
    }

    static String headline(Comparison comparison) {
        Sum adds = comparison.adds();
        if (adds.jobs() > 0) {
            return "merging adds " + count(adds.jobs(), "clip") + " to render, " + adds.seconds() + " s, "
                    + adds.price();
        }
        return comparison.changes().isEmpty() ? "no clip changes" : "merging costs nothing";
    }

    private static void table(Comparison comparison, Markdown text) {
        text.add("| | clips | to render | s | US$ |\n|---|--:|--:|--:|--:|\n");
        for (Kind kind : Kind.values()) {
            int clips = comparison.count(kind);
            if (clips > 0) {
                Sum added = comparison.added(kind);
                text.add("| " + kind.word() + " | " + clips + " | " + figures(added) + " |\n");
            }
        }
        text.add("| as before | " + comparison.same() + " | | | |\n");
        text.add("| **because of this change** | | **" + comparison.adds().jobs() + "** | "
                + comparison.adds().seconds() + " | **" + dollars(comparison.adds()) + "** |\n");
        if (comparison.due().jobs() > 0) {
            text.add("| not bought before it either | | " + figures(comparison.due()) + " |\n");
            text.add("| a build after the merge | | " + figures(comparison.total()) + " |\n");
        }
        text.add("\n");
    }

    private static String figures(Sum sum) {
        return sum.jobs() == 0 ? " | | " : sum.jobs() + " | " + sum.seconds() + " | " + dollars(sum);
    }

    private static String dollars(Sum sum) {
        return sum.price().replace("$", "");
    }

    private static void sentences(Comparison comparison, Markdown text) {
        text.add("Compared with " + code(comparison.base().words())
                + ". What a store holds or a committed manifest names counts as paid.");
        if (comparison.spared().jobs() > 0) {
            text.add(" " + count(comparison.spared().jobs(), "clip") + " ("
                    + comparison.spared().price() + ") would have been rendered before it, and won't be.");
        }
        if (comparison.dearer()) {
            text.add(" The far end last charged more than its list says: expect " + Usd.words(comparison.expected())
                    + " in all.");
        }
        text.add("\n\n");
        List<String> notes = comparison.base().notes();
        notes.stream().limit(MOST_NOTES).forEach(note -> text.add("- " + code(note) + "\n"));
        if (notes.size() > MOST_NOTES) {
            text.add("- and " + (notes.size() - MOST_NOTES) + " more notes\n");
        }
        text.add(notes.isEmpty() ? "" : "\n");
    }

    /** Whether there was room for it. */
    private static boolean storyboard(String name, List<AlikeChanges> rows, Set<Key> told, Markdown text) {
        int clips = rows.stream().mapToInt(row -> row.changes().size()).sum();
        String head = "<details><summary>" + code(name) + ": " + count(clips, "clip") + " not as before</summary>\n\n"
                + "| clip | | in | s | US$ | what changed |\n|---|---|---|--:|--:|---|\n";
        text.reserve(CLOSING);
        boolean room = text.fits(head);
        int written = 0;
        int untold = 0;
        for (AlikeChanges row : rows) {
            boolean fits = room && written < MOST_ROWS && text.fits(row(row, told));
            written += fits ? 1 : 0;
            untold += fits ? 0 : row.changes().size();
        }
        text.reserve(-CLOSING);
        if (room) {
            text.add(
                    (untold == 0 ? "" : "\nand " + count(untold, "clip") + " more; `storyc plan --against` tells all\n")
                            + "\n</details>\n\n");
        }
        return room;
    }

    private static String row(AlikeChanges row, Set<Key> told) {
        List<Change> changes = row.changes();
        return "| " + code(row.name()) + " | " + row.kind().word() + " | "
                + named(changes, AlikeChanges::variant) + " | " + row.seconds() + " | " + row.price(told) + " | "
                + what(row) + " |\n";
    }

    private static String what(AlikeChanges row) {
        List<String> parts = new ArrayList<>();
        for (Difference change : row.words().stream().limit(MOST_STRETCHES).toList()) {
            parts.add(code(change.path()) + ": " + words(change.before()) + " → " + words(change.after()));
        }
        if (row.words().size() > MOST_STRETCHES) {
            parts.add("and " + (row.words().size() - MOST_STRETCHES) + " more");
        }
        return String.join("<br>", parts);
    }
}
