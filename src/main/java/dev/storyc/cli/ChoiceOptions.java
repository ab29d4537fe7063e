package dev.storyc.cli;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every command that reads storyboards takes to set values and to narrow. */
final class ChoiceOptions {
    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Give an input or a variable this value. May be repeated.")
    private List<String> sets = new ArrayList<>();

    @Option(
            names = "--select",
            paramLabel = "KIND:PATTERN",
            description = "Only what matches: storyboard:NAME, variant:NAME, variant:AXIS=VALUE, clip:ID, take:N, and"
                    + " state:STATE where the store is read; * stands for anything. May be repeated.")
    private List<String> select = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "KIND:PATTERN", description = "Not what matches. May be repeated.")
    private List<String> exclude = new ArrayList<>();

    Choices choices() {
        try {
            return new Choices(values(), Selection.of(select, exclude));
        } catch (IllegalArgumentException e) {
            throw new UserError(Exit.USAGE, String.valueOf(e.getMessage()));
        }
    }

    // Split here, at the first `=`: quotes in a value are the author's own.
    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals < 1) {
                throw new UserError(Exit.USAGE, "--set takes NAME=VALUE, and not `" + set + "`");
            }
            values.put(set.substring(0, equals), set.substring(equals + 1));
        }
        return values;
    }
}
