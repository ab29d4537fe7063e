package dev.storyc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a check typed the plain way asks for: {@code check}, paths, {@code --strict} and {@code --format FORMAT}, each at
 * most once.
 *
 * <p>An editor or a hook types just this, at every save, and finding out what all a command could take costs picocli about
 * as long as the check itself. Anything else, a mistake above all, is left to picocli; a test holds the two to one
 * reading.
 *
 * @param paths as written
 * @param format as written
 * @param strict whether warnings count as errors
 */
record PlainCheck(List<String> paths, String format, boolean strict) {
    PlainCheck {
        paths = List.copyOf(paths);
    }

    /** Reads the program's arguments; empty if they are not of this plain form. */
    static Optional<PlainCheck> read(String[] args) {
        if (args.length == 0 || !args[0].equals("check")) {
            return Optional.empty();
        }
        List<String> paths = new ArrayList<>();
        String format = "";
        boolean strict = false;
        for (int i = 1; i < args.length; i++) {
            if (args[i].equals("--strict") && !strict) {
                strict = true;
            } else if (args[i].equals("--format") && format.isEmpty() && i + 1 < args.length && isWord(args[i + 1])) {
                format = args[++i];
            } else if (isWord(args[i])) {
                paths.add(args[i]);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new PlainCheck(paths, format.isEmpty() ? "text" : format, strict));
    }

    /** Whether an argument is neither an option nor what a shell makes of a variable that isn't set. */
    static boolean isWord(String arg) {
        return !arg.isEmpty() && arg.charAt(0) != '-';
    }
}
