package dev.storyc.cli;

import dev.storyc.catalog.ModelCatalog;
import dev.storyc.console.Console;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.DiagnosticFormatter;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.GithubDiagnosticFormatter;
import dev.storyc.diagnostic.JsonDiagnosticFormatter;
import dev.storyc.diagnostic.SarifReport;
import dev.storyc.diagnostic.Severity;
import dev.storyc.diagnostic.UserError;
import dev.storyc.lower.Clip;
import jakarta.validation.ValidatorFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code storyc check}. */
@Command(
        name = "check",
        description = "Find every problem of every storyboard, at once.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  storyc check",
            "  storyc check storyboards/aurora-launch.yaml --format json",
            "  storyc check --format sarif > storyc.sarif",
            "  storyc check --format github --strict",
            "  storyc check --watch"
        })
final class CheckCommand implements Callable<Integer> {
    private final Console console;
    private final Path folder;

    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json, sarif or github.")
    private String format = "text";

    @Option(names = "--strict", description = "Count warnings as errors.")
    private boolean strict;

    @Option(names = "--watch", description = "Check again after each save, until Ctrl-C.")
    private boolean watch;

    CheckCommand(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    /** A check whose arguments are read already. */
    CheckCommand(Console console, Path folder, PlainCheck plain) {
        this(console, folder);
        this.read = ReadOptions.of(plain.paths());
        this.format = plain.format();
        this.strict = plain.strict();
    }

    /** What was asked for, as far as it can be asked for plainly. */
    PlainCheck asked() {
        return new PlainCheck(read.paths(), format, strict);
    }

    @Override
    public Integer call() throws Exception {
        if (watch) {
            return watch();
        }
        boolean sarif = format.equals("sarif");
        DiagnosticFormatter formatter = switch (format) {
            case "text", "sarif" -> Findings.text(console, output);
            case "json" -> new JsonDiagnosticFormatter();
            case "github" -> new GithubDiagnosticFormatter();
            default -> throw new UserError(Exit.USAGE, "--format takes text, json, sarif or github, and not " + format);
        };
        Campaign campaign = Campaign.open(read, folder);
        int[] counts = counted(campaign, new ModelCatalog(), EarlyStart.validators());
        List<Diagnostic> found = new ArrayList<>();
        for (Diagnostic one : campaign.diagnostics()) {
            found.add(strictly(one));
        }
        if (sarif) {
            console.out().print(new SarifReport(Storyc.version()).write(found));
        }
        for (Diagnostic diagnostic : sarif ? List.<Diagnostic>of() : found) {
            console.out().println(formatter.format(diagnostic));
            if (format.equals("text")) {
                console.out().println();
            }
        }
        if (format.equals("text") && !output.quiet()) {
            console.out().println(Findings.summary(found, campaign.size(), counts[0], counts[1], counts[2]));
        }
        boolean strictError = strict && found.stream().anyMatch(Diagnostic::isError);
        return strictError && campaign.exit() == Exit.DONE ? Exit.STORYBOARD_WRONG : campaign.exit();
    }

    /** Compiles everything; how many variants, clips and seconds it is. */
    private static int[] counted(Campaign campaign, ModelCatalog catalog, ValidatorFactory factory) throws IOException {
        int[] counts = new int[3];
        campaign.compile(catalog, factory, (file, film) -> {
            counts[0]++;
            counts[1] += film.clips().size();
            for (Clip clip : film.clips()) {
                counts[2] += clip.seconds();
            }
        });
        campaign.unusedPartials();
        return counts;
    }

    private int watch() throws Exception {
        if (!format.equals("text")) {
            throw new UserError(Exit.USAGE, "--watch is for people, and goes with --format text alone");
        }
        DiagnosticFormatter formatter = Findings.text(console, output);
        // Read once and kept: a second check costs a twentieth of the first.
        ModelCatalog catalog = new ModelCatalog();
        ValidatorFactory factory = EarlyStart.validators();
        return new CheckWatch(console, Clock.system(ZoneId.systemDefault())).run(() -> {
            Campaign campaign = Campaign.open(read, folder);
            int[] counts = counted(campaign, catalog, factory);
            List<Diagnostic> found =
                    campaign.diagnostics().stream().map(this::strictly).toList();
            StringBuilder text = new StringBuilder();
            found.forEach(
                    diagnostic -> text.append(formatter.format(diagnostic)).append("\n\n"));
            text.append(Findings.summary(found, campaign.size(), counts[0], counts[1], counts[2]))
                    .append('\n');
            return new CheckWatch.Report(text.toString(), campaign.scope());
        });
    }

    private Diagnostic strictly(Diagnostic diagnostic) {
        return strict && diagnostic.severity() == Severity.WARNING
                ? new Diagnostic(
                        diagnostic.rule(),
                        Severity.ERROR,
                        diagnostic.span(),
                        diagnostic.message(),
                        diagnostic.hint(),
                        diagnostic.trace())
                : diagnostic;
    }
}
