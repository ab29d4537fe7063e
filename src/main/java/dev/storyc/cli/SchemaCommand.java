package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.schema.StoryboardSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code storyc schema}. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of storyboards, for editors and validators.",
        footerHeading = "%nExamples:%n",
        footer = {"  storyc schema > storyboard.schema.json"})
final class SchemaCommand implements Callable<Integer> {
    private final Console console;

    SchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().print(new StoryboardSchema().text());
        return Exit.DONE;
    }
}
