package dev.storyc.cli;

import dev.storyc.cli.CompletionPlace.Flag;
import dev.storyc.cli.CompletionPlace.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what a shell sources: the tables of all commands, put into the shell's own program. */
final class CompletionScript {
    private final List<CompletionPlace> places;

    CompletionScript(List<CompletionPlace> places) {
        this.places = places;
    }

    /** For bash, from 3.2. */
    String bash() {
        return program("bash.sh")
                .replace(
                        "@PLACES@",
                        lines(place -> quoted(place.words()) + ") commands="
                                + quoted(names(place.commands().stream().map(Named::name)))
                                + " flags="
                                + quoted(names(place.flags().stream().flatMap(flag -> flag.names().stream())))
                                + " operands=" + quoted(place.operands().coded()) + " ;;"))
                .replace("@VALUES@", values());
    }

    /** For zsh, from 5. */
    String zsh() {
        return program("zsh.sh")
                .replace(
                        "@PLACES@",
                        lines(place -> quoted(place.words()) + ") commands=("
                                + names(place.commands().stream().map(CompletionScript::described))
                                + ") flags=("
                                + names(place.flags().stream()
                                        .flatMap(flag ->
                                                flag.names().stream().map(name -> new Named(name, flag.summary())))
                                        .map(CompletionScript::described))
                                + ") operands=" + quoted(place.operands().coded()) + " ;;"))
                .replace("@VALUES@", values());
    }

    /** For fish, from 3. */
    String fish() {
        String known =
                places.stream().skip(1).map(place -> fishQuoted(place.words())).collect(Collectors.joining(" "));
        String all = places.stream().flatMap(this::fishLines).collect(Collectors.joining("\n"));
        return program("fish.fish").replace("@KNOWN@", known).replace("@LINES@", all);
    }

    private Stream<String> fishLines(CompletionPlace place) {
        String at = "complete -c storyc -n " + fishQuoted("__storyc_at " + place.words());
        Stream<String> commands = place.commands().stream()
                .map(command -> at + " -a " + command.name() + " -d " + fishQuoted(command.summary()));
        Stream<String> flags = place.flags().stream().map(flag -> at + fishFlag(flag));
        Stream<String> operands = place.commands().isEmpty()
                ? Stream.of(fishValues(place.operands()))
                        .filter(values -> !values.isEmpty())
                        .map(values -> at + values)
                : Stream.empty();
        return Stream.of(commands, flags, operands).flatMap(lines -> lines);
    }

    private static String fishFlag(Flag flag) {
        StringBuilder line = new StringBuilder();
        for (String name : flag.names()) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        CompletionValues values = flag.values();
        if (values != null) {
            // Else fish offers files too.
            line.append(values.kind() == CompletionValues.Kind.FILES ? " -r" : " -x")
                    .append(fishValues(values));
        }
        return line.append(" -d ").append(fishQuoted(flag.summary())).toString();
    }

    private static String fishValues(CompletionValues values) {
        return switch (values.kind()) {
            case WORDS, BEGINNINGS -> " -a " + fishQuoted(String.join(" ", values.words()));
            case STORYBOARDS -> " -a '(__fish_complete_suffix .yaml; __fish_complete_suffix .yml)'";
            case FILES -> " -F";
            case FOLDERS -> " -a '(__fish_complete_directories)'";
            case FREE -> "";
        };
    }

    private String values() {
        return places.stream()
                .flatMap(place -> place.flags().stream().map(flag -> valuesLine(place, flag)))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String valuesLine(CompletionPlace place, Flag flag) {
        CompletionValues values = flag.values();
        return values == null
                ? ""
                : flag.names().stream()
                                .map(name -> quoted(place.words() + " " + name))
                                .collect(Collectors.joining(" | ", "        ", ") "))
                        + "values=" + quoted(values.coded()) + " ;;";
    }

    private String lines(Function<CompletionPlace, String> line) {
        return places.stream().map(place -> "        " + line.apply(place)).collect(Collectors.joining("\n"));
    }

    private static String names(Stream<String> names) {
        return names.collect(Collectors.joining(" "));
    }

    /** {@code 'name:summary'}, as zsh's {@code _describe} takes it. */
    private static String described(Named named) {
        return quoted(named.name() + ":" + named.summary());
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String fishQuoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String program(String name) {
        try (InputStream in = CompletionScript.class.getResourceAsStream("completion/" + name)) {
            if (in == null) {
                throw new IllegalStateException("completion/" + name + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
