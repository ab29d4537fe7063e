package dev.storyc.lsp;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Severity;
import dev.storyc.diagnostic.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DiagnosticTag;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.jspecify.annotations.Nullable;

/**
 * What was published about which file, for whose sake: a partial's findings are those of all storyboards that use it.
 * Guarded by its caller.
 */
final class Notices {
    private static final Set<Rule> UNUSED = Set.of(Rule.UNUSED_VARIABLE, Rule.UNUSED_INPUT);

    private final Editor editor;
    private final Positions positions;
    private final Map<String, Map<String, List<org.eclipse.lsp4j.Diagnostic>>> byStoryboard = new LinkedHashMap<>();

    Notices(Editor editor, Positions positions) {
        this.editor = editor;
        this.positions = positions;
    }

    /**
     * Publishes what a check found, on each file it found it in, and clears the files where nothing is left.
     *
     * @param documents what was open when the check began
     */
    void publish(String storyboard, Checked checked, Map<String, Document> documents) {
        Map<String, List<org.eclipse.lsp4j.Diagnostic>> found = new HashMap<>();
        found.put(storyboard, new ArrayList<>());
        for (Diagnostic diagnostic : checked.diagnostics()) {
            String address = checked.view().address(diagnostic.span().file());
            found.computeIfAbsent(address, unused -> new ArrayList<>()).add(worded(diagnostic, checked.view()));
        }
        replace(storyboard, found, documents);
    }

    /** Forgets a storyboard, and clears what was only there for its sake. */
    void clear(String storyboard, Map<String, Document> documents) {
        replace(storyboard, null, documents);
    }

    private void replace(
            String storyboard,
            @Nullable Map<String, List<org.eclipse.lsp4j.Diagnostic>> found,
            Map<String, Document> documents) {
        Map<String, List<org.eclipse.lsp4j.Diagnostic>> before =
                found == null ? byStoryboard.remove(storyboard) : byStoryboard.put(storyboard, found);
        Set<String> files = new LinkedHashSet<>();
        files.addAll(found == null ? Set.of() : found.keySet());
        files.addAll(before == null ? Set.of() : before.keySet());
        for (String file : files) {
            Set<org.eclipse.lsp4j.Diagnostic> all = new LinkedHashSet<>();
            byStoryboard.values().forEach(one -> all.addAll(one.getOrDefault(file, List.of())));
            Document open = documents.get(file);
            PublishDiagnosticsParams notice =
                    new PublishDiagnosticsParams(open == null ? file : open.uri(), List.copyOf(all));
            if (open != null) {
                notice.setVersion(open.version());
            }
            editor.publish(notice);
        }
    }

    private org.eclipse.lsp4j.Diagnostic worded(Diagnostic diagnostic, Surroundings.View view) {
        Span span = diagnostic.span();
        StringBuilder words = new StringBuilder(diagnostic.message());
        if (!diagnostic.hint().isEmpty()) {
            words.append("\nhelp: ").append(diagnostic.hint());
        }
        if (!diagnostic.trace().isEmpty()) {
            words.append("\nvia ").append(String.join(" → ", diagnostic.trace()));
        }
        org.eclipse.lsp4j.Diagnostic worded = new org.eclipse.lsp4j.Diagnostic(
                positions.range(span, view.text(span.file())),
                words.toString(),
                severity(diagnostic.severity()),
                "storyc",
                diagnostic.rule().id());
        if (UNUSED.contains(diagnostic.rule())) {
            worded.setTags(List.of(DiagnosticTag.Unnecessary));
        }
        return worded;
    }

    private static DiagnosticSeverity severity(Severity severity) {
        return switch (severity) {
            case ERROR -> DiagnosticSeverity.Error;
            case WARNING -> DiagnosticSeverity.Warning;
            case NOTE -> DiagnosticSeverity.Information;
        };
    }
}
