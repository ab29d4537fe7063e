package dev.storyc.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command as a shell's completion sees it, whatever the shell.
 *
 * @param words the command with those above it, such as {@code storyc jobs list}
 * @param commands what may follow it, with a line about each
 * @param flags its options
 * @param operands what stands behind it without a flag
 */
record CompletionPlace(String words, List<Named> commands, List<Flag> flags, CompletionValues operands) {
    /** A name with a few words about it. */
    record Named(String name, String summary) {}

    /**
     * An option.
     *
     * @param names short and long
     * @param values what follows it, or null for a switch
     */
    record Flag(
            List<String> names, String summary, @Nullable CompletionValues values) {}

    /** All commands there are, each after the one it belongs to. */
    static List<CompletionPlace> all(CommandSpec root) {
        List<CompletionPlace> places = new ArrayList<>();
        collect(root, places);
        return places;
    }

    private static void collect(CommandSpec spec, List<CompletionPlace> places) {
        List<Named> commands = new ArrayList<>();
        spec.subcommands()
                .forEach((name, command) -> commands.add(new Named(
                        name, summary(command.getCommandSpec().usageMessage().description()))));
        List<Flag> flags = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            boolean takesValue = option.arity().max() > 0;
            flags.add(new Flag(
                    Arrays.stream(option.names())
                            .sorted((one, other) -> Integer.compare(one.length(), other.length()))
                            .toList(),
                    summary(option.description()),
                    takesValue ? CompletionValues.of(spec.name(), option.longestName()) : null));
        }
        String operand = spec.positionalParameters().isEmpty()
                ? ""
                : spec.positionalParameters().get(0).paramLabel();
        places.add(
                new CompletionPlace(spec.qualifiedName(), commands, flags, CompletionValues.of(spec.name(), operand)));
        for (CommandLine command : spec.subcommands().values()) {
            collect(command.getCommandSpec(), places);
        }
    }

    /** The first sentence, so short that a menu holds it. */
    private static String summary(String[] description) {
        String text = String.join(" ", description);
        int end = text.indexOf(". ");
        String first = (end < 0 ? text : text.substring(0, end)).replaceFirst("[.;:]$", "");
        int colon = first.indexOf(": ");
        String brief = first.length() > 60 && colon > 0 ? first.substring(0, colon) : first;
        return brief.length() > 60 ? brief.substring(0, 59).replaceFirst("\\s\\S*$", "") + "…" : brief;
    }
}
