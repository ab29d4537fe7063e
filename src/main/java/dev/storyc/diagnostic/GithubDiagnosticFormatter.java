package dev.storyc.diagnostic;

/**
 * Annotations of a pull request, as GitHub's runner reads them from a step's output: one line each.
 *
 * <p>Everything that could end the line or the property it stands in is escaped, so that no prompt can give the runner a
 * command.
 */
public final class GithubDiagnosticFormatter implements DiagnosticFormatter {
    @Override
    public String format(Diagnostic diagnostic) {
        Span span = diagnostic.span();
        StringBuilder out = new StringBuilder("::");
        out.append(
                diagnostic.severity() == Severity.NOTE
                        ? "notice"
                        : diagnostic.severity().word());
        out.append(" file=").append(property(span.file()));
        out.append(",line=").append(span.line());
        out.append(",endLine=").append(span.endLine());
        // The runner knows columns only within one line.
        if (span.line() == span.endLine()) {
            out.append(",col=").append(span.column());
            out.append(",endColumn=").append(Math.max(span.column(), span.endColumn() - 1));
        }
        out.append(",title=").append(property(diagnostic.rule().id())).append("::");
        out.append(data(diagnostic.message()));
        if (!diagnostic.trace().isEmpty()) {
            out.append("%0Avia ").append(data(String.join(" → ", diagnostic.trace())));
        }
        if (!diagnostic.hint().isEmpty()) {
            out.append("%0Ahelp: ").append(data(diagnostic.hint()));
        }
        return out.toString();
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static String data(String text) {
        return VisibleText.of(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"));
    }
}
