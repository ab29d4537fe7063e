package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.DiagnosticFormatter;
import dev.storyc.diagnostic.Severity;
import dev.storyc.diagnostic.TextDiagnosticFormatter;
import java.util.List;

/** How findings are shown to people by commands. */
final class Findings {
    private Findings() {}

    static DiagnosticFormatter text(Console console, OutputOptions output) {
        return new TextDiagnosticFormatter(console.width(), console.colour(output.color()));
    }

    /** Prints what is wrong with manifests, whatever is to be quiet: nothing goes on with it. */
    static void print(List<Diagnostic> wrong, Console console, OutputOptions output) {
        DiagnosticFormatter formatter = text(console, output);
        wrong.forEach(diagnostic -> console.err().println(formatter.format(diagnostic) + "\n"));
    }

    /** Prints what was found on standard error, for commands whose result is something else. */
    static void print(Campaign campaign, Console console, OutputOptions output) {
        DiagnosticFormatter formatter = text(console, output);
        for (Diagnostic diagnostic : campaign.diagnostics()) {
            if (diagnostic.isError() || !output.quiet()) {
                console.err().println(formatter.format(diagnostic));
                console.err().println();
            }
        }
    }

    /** One line that says how it stands. */
    static String summary(List<Diagnostic> found, int storyboards, int variants, int clips, int seconds) {
        int errors = 0;
        int warnings = 0;
        for (Diagnostic one : found) {
            errors += one.isError() ? 1 : 0;
            warnings += one.severity() == Severity.WARNING ? 1 : 0;
        }
        String read = Counted.count(storyboards, "storyboard");
        if (errors > 0) {
            return read + ": " + Counted.count(errors, "error")
                    + (warnings > 0 ? ", " + Counted.count(warnings, "warning") : "");
        }
        String sizes = Counted.count(variants, "variant") + ", " + Counted.count(clips, "clip") + ", " + seconds + " s";
        return read + ": " + sizes + (warnings > 0 ? "; " + Counted.count(warnings, "warning") : "; no problems");
    }
}
