package dev.storyc.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gathers findings over many variants: the same problem at the same place is one finding, with the first few variants
 * named and the rest counted.
 */
public final class DiagnosticLog {
    private static final int NAMED = 3;
    private static final int MOST_OF_A_FILE = 1000;

    private final Map<Spot, List<Entry>> entries = new LinkedHashMap<>();
    private final Map<String, Integer> ofFiles = new HashMap<>();
    private final Set<String> overfull = new LinkedHashSet<>();
    private int errors;

    /** Where a text gets too long moves with the values in it; it is one problem of one text all the same. */
    private static final Set<Rule> MOVING = Set.of(Rule.SHOT_PROMPT_TOO_LONG, Rule.PROMPT_TOO_LONG);

    private record Spot(Rule rule, Span span, List<String> way) {
        static Spot of(Diagnostic diagnostic) {
            Span span = diagnostic.span();
            return MOVING.contains(diagnostic.rule())
                    ? new Spot(diagnostic.rule(), Span.ofFile(span.file()), diagnostic.trace())
                    : new Spot(diagnostic.rule(), span, List.of());
        }
    }

    private static final class Entry {
        private final Diagnostic first;
        private final List<String> variants = new ArrayList<>();
        private String latest = "";
        private int count;

        private Entry(Diagnostic first) {
            this.first = first;
        }

        private Diagnostic merged() {
            if (variants.isEmpty()) {
                return first;
            }
            List<String> trace = new ArrayList<>(first.trace());
            if (count == 1) {
                trace.add(0, "variant " + variants.get(0));
                return first.withTrace(trace);
            }
            String more = count > NAMED ? " and " + (count - NAMED) + " more" : "";
            trace.add("in " + count + " variants: " + String.join(", ", variants) + more);
            return first.withTrace(trace);
        }

        // A variant may meet one problem several times, say in two scenes; it counts once.
        private void meet(String variant) {
            if (!variant.isEmpty() && !variant.equals(latest)) {
                latest = variant;
                count++;
                if (variants.size() < NAMED) {
                    variants.add(variant);
                }
            }
        }
    }

    /** Adds findings that concern no variant in particular. */
    public void addAll(List<Diagnostic> diagnostics) {
        diagnostics.forEach(d -> add(d, ""));
    }

    /** Adds findings of one variant. */
    public void addAll(List<Diagnostic> diagnostics, String variant) {
        diagnostics.forEach(d -> add(d, variant));
    }

    private void add(Diagnostic diagnostic, String variant) {
        List<Entry> here = entries.computeIfAbsent(Spot.of(diagnostic), unused -> new ArrayList<>());
        Entry entry = same(here, diagnostic, variant);
        if (entry == null) {
            errors += diagnostic.isError() ? 1 : 0;
            if (isTooMuch(diagnostic)) {
                return;
            }
            entry = new Entry(diagnostic);
            here.add(entry);
        }
        entry.meet(variant);
    }

    // An error is not dropped for warnings, and warnings only where there are errors to be mended first.
    private boolean isTooMuch(Diagnostic diagnostic) {
        String file = diagnostic.span().file();
        int kept = ofFiles.merge(diagnostic.isError() ? file : file + "\n", 1, Integer::sum);
        boolean tooMuch = kept > MOST_OF_A_FILE && (diagnostic.isError() || errors > 0);
        if (tooMuch && diagnostic.isError()) {
            overfull.add(file);
        }
        return tooMuch;
    }

    /** In another variant the same problem may have other numbers; within one, other words are another problem. */
    private static @Nullable Entry same(List<Entry> here, Diagnostic diagnostic, String variant) {
        for (Entry entry : here) {
            if (entry.first.message().equals(diagnostic.message())) {
                return entry;
            }
        }
        for (Entry entry : here) {
            if (!variant.isEmpty() && !entry.latest.isEmpty() && !entry.latest.equals(variant)) {
                return entry;
            }
        }
        return null;
    }

    /** Whether an error is among them. */
    public boolean hasErrors() {
        return errors > 0;
    }

    /** In how many files so many errors were found that looking for more helps nobody. */
    public int overfull() {
        return overfull.size();
    }

    /** All findings, by file, line and column; of a file with very many the first, and a note that there are more. */
    public List<Diagnostic> sorted() {
        // Most often, and nothing is linked for it.
        if (entries.isEmpty()) {
            return List.of();
        }
        Stream<Diagnostic> more = overfull.stream()
                .map(file -> Diagnostic.of(
                        Rule.MORE_FINDINGS,
                        Span.ofFile(file),
                        String.format(Locale.ROOT, "more than %,d findings: the others are not shown", MOST_OF_A_FILE),
                        "mend some of these first, for one mistake may have been made everywhere"));
        Stream<Diagnostic> found =
                entries.values().stream().flatMap(List::stream).map(Entry::merged);
        return Stream.concat(more, found)
                .sorted(Comparator.comparing((Diagnostic d) -> d.span().file())
                        .thenComparing(d -> d.span().line())
                        .thenComparing(d -> d.span().column())
                        .thenComparing(d -> d.rule().id())
                        .thenComparing(Diagnostic::message))
                .toList();
    }
}
