package dev.storyc.cli;

import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.RuleBook;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code storyc explain}. */
@Command(
        name = "explain",
        description = "Tell what a rule means, with an example and its source.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc explain shot-sum-mismatch"})
final class ExplainCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "RULE", description = "The rule's id, as diagnostics print it.")
    private String rule = "";

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<String> ids = Arrays.stream(Rule.values()).map(Rule::id).toList();
        Rule found = Arrays.stream(Rule.values())
                .filter(r -> r.id().equals(rule))
                .findFirst()
                .orElseThrow(() ->
                        new UserError(Exit.USAGE, "there is no rule `" + rule + "`; " + NearestName.hint(rule, ids)));
        console.out().println(new RuleBook().page(found));
        return Exit.DONE;
    }
}
