package dev.storyc.diagnostic;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One JSON object a line, for programs. */
public final class JsonDiagnosticFormatter implements DiagnosticFormatter {
    private final JsonMapper json = JsonMapper.builder().build();

    @Override
    public String format(Diagnostic diagnostic) {
        Span span = diagnostic.span();
        ObjectNode node = json.createObjectNode()
                .put("rule", diagnostic.rule().id())
                .put("severity", diagnostic.severity().word())
                .put("file", span.file())
                .put("line", span.line())
                .put("column", span.column())
                .put("end_line", span.endLine())
                .put("end_column", span.endColumn())
                .put("message", diagnostic.message())
                .put("hint", diagnostic.hint());
        diagnostic.trace().forEach(node.putArray("trace")::add);
        // Such characters stand only within texts, where an escape means the same.
        return VisibleText.line(node.toString());
    }
}
