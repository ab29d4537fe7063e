package dev.storyc.cli;

import dev.storyc.diagnostic.Rule;
import dev.storyc.report.Exports;
import java.util.Arrays;
import java.util.List;

/**
 * What a shell may offer for one value.
 *
 * @param kind how it is found
 * @param words those of {@link Kind#WORDS} and {@link Kind#BEGINNINGS}
 */
record CompletionValues(Kind kind, List<String> words) {
    /** How a shell finds values. */
    enum Kind {
        /** One of these. */
        WORDS,
        /** One of these, with more to come behind it. */
        BEGINNINGS,
        STORYBOARDS,
        FILES,
        FOLDERS,
        /** Anything; nothing is offered. */
        FREE
    }

    /**
     * What a flag takes, or an operand; anything, where nothing is known.
     *
     * @param command the command's own name
     * @param label the flag's longest name, the operand's label, or empty for no operand
     */
    static CompletionValues of(String command, String label) {
        return switch (label) {
            case "--format" ->
                words(
                        switch (command) {
                            case "check" -> "text json sarif github";
                            case "plan" -> "text json markdown";
                            default -> "text json";
                        });
            case "--to" ->
                new CompletionValues(Kind.WORDS, List.copyOf(Exports.all().keySet()));
            case "--color" -> words("auto always never");
            case "--backend" -> words("shortapi animatic");
            case "--paper" -> words("a4 letter");
            case "--pictures" -> words("all none");
            case "--retry" -> words("failed refused abandoned");
            case "--select", "--exclude" ->
                new CompletionValues(Kind.BEGINNINGS, List.of("storyboard:", "variant:", "clip:", "take:", "state:"));
            case "--output" -> new CompletionValues(command.equals("export") ? Kind.FOLDERS : Kind.FILES, List.of());
            case "--key-file", "--faults", "--plan", "BASE", "OURS", "THEIRS" ->
                new CompletionValues(Kind.FILES, List.of());
            case "--out", "--forget", "DIR" -> new CompletionValues(Kind.FOLDERS, List.of());
            case "PATH" -> new CompletionValues(Kind.STORYBOARDS, List.of());
            case "SHELL" -> words("bash zsh fish");
            case "RULE", "RULE|STORYBOARD/VARIANT/CLIP" ->
                new CompletionValues(
                        Kind.WORDS,
                        Arrays.stream(Rule.values()).map(Rule::id).sorted().toList());
            default -> new CompletionValues(Kind.FREE, List.of());
        };
    }

    private static CompletionValues words(String words) {
        return new CompletionValues(Kind.WORDS, List.of(words.split(" ")));
    }

    /** One word a shell's table holds for the kind, with the words behind it. */
    String coded() {
        String code = switch (kind) {
            case WORDS -> "words";
            case BEGINNINGS -> "beginnings";
            case STORYBOARDS -> "storyboards";
            case FILES -> "files";
            case FOLDERS -> "folders";
            case FREE -> "free";
        };
        return words.isEmpty() ? code : code + " " + String.join(" ", words);
    }
}
