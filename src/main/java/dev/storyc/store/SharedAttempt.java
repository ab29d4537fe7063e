package dev.storyc.store;

import dev.storyc.lower.Key;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One attempt at a key as a shared place lists it. Each of its files is written once and never changes.
 *
 * @param number counts the attempts of this key over all machines, from 1; a machine's own ledger may count otherwise
 * @param files which of {@link #INTENT}, {@link #JOB}, {@link #GIVEN_UP} and {@link #END} there are
 */
record SharedAttempt(Key key, int number, Set<String> files) {
    /** The folder of all attempts. */
    static final String FOLDER = "jobs";
    /** Who is about to send what: it is there before anything is. */
    static final String INTENT = "intent";
    /** Which job it became: it is there before that is first asked after. */
    static final String JOB = "job";
    /** Why nobody can tell what came of it, where its own machine knows that already: then nobody waits for it. */
    static final String DOUBT = "in-doubt";
    /** What a person decided before anybody knew of a job. A job that turns up all the same goes before it. */
    static final String GIVEN_UP = "given-up";
    /** What it came to in the end. */
    static final String END = "end";

    private static final Set<String> FILES = Set.of(INTENT, JOB, DOUBT, GIVEN_UP, END);
    private static final Pattern NAME = Pattern.compile(FOLDER + "/([0-9a-f]{64})/([0-9]{4,6})/([a-z-]+)");

    SharedAttempt {
        files = Set.copyOf(files);
    }

    /** The folder of a key's attempts. */
    static String folder(Key key) {
        return FOLDER + "/" + key.hex();
    }

    /** What one name in the place tells; empty where it is none of ours. */
    static Optional<SharedAttempt> of(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() && FILES.contains(matcher.group(3))
                ? Optional.of(new SharedAttempt(
                        new Key(matcher.group(1)), Integer.parseInt(matcher.group(2)), Set.of(matcher.group(3))))
                : Optional.empty();
    }

    boolean has(String file) {
        return files.contains(file);
    }

    /** The whole name of one of its files. */
    String name(String file) {
        return String.format(Locale.ROOT, "%s/%04d/%s", folder(key), number, file);
    }
}
