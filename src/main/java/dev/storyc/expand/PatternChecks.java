package dev.storyc.expand;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Holds values against the patterns of inputs, with a bound on the steps: a repetition within a repetition tries more
 * ways than there are seconds.
 *
 * <p>Serves several threads. A pattern that was given up once is not tried again: every value would wait as long, and the first says it all.
 */
final class PatternChecks {
    /** How many characters a pattern may look at for one value, and more for all together. */
    static final int STEPS = 1_000_000;

    private static final int ALL_STEPS = 20_000_000;
    private static final int STEPS_A_VALUE = 1000;
    private static final int STEPS_A_CHARACTER = 20;
    private static final long MOST_REPEATS = 1_000_000;
    private static final Pattern REPEAT = Pattern.compile("(?<!\\\\)(\\))?\\{([0-9]{1,10})");

    private final Map<String, Optional<Pattern>> compiled = new ConcurrentHashMap<>();
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private final AtomicLong left = new AtomicLong(ALL_STEPS);

    enum Answer {
        FITS,
        DIFFERS,
        /** It takes more steps than it may; told once a pattern. */
        TOO_SLOW,
        /** It was too slow before. */
        GIVEN_UP
    }

    /** Whether the whole text matches; a pattern that is none was reported where it was declared, and fits. */
    Answer check(String pattern, String text) {
        if (givenUp.contains(pattern)) {
            return Answer.GIVEN_UP;
        }
        Optional<Pattern> known = compiled.computeIfAbsent(pattern, PatternChecks::compile);
        if (known.isEmpty()) {
            return Answer.FITS;
        }
        Steps steps =
                new Steps(Math.min(STEPS, left.addAndGet(STEPS_A_VALUE + STEPS_A_CHARACTER * (long) text.length())));
        boolean fits = false;
        boolean tooSlow = repeatsTooOften(pattern);
        try {
            fits = !tooSlow && known.get().matcher(new SteppedText(text, steps)).matches();
        } catch (OutOfSteps | StackOverflowError e) {
            // Java matches some groups by recursion, so a long text runs out of stack instead of steps.
            tooSlow = true;
        }
        left.addAndGet(-steps.taken);
        if (tooSlow) {
            return givenUp.add(pattern) ? Answer.TOO_SLOW : Answer.GIVEN_UP;
        }
        return fits ? Answer.FITS : Answer.DIFFERS;
    }

    private static Optional<Pattern> compile(String pattern) {
        try {
            return Optional.of(Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    // Counts of groups multiply, and one that matches nothing is repeated without looking at a character.
    private static boolean repeatsTooOften(String pattern) {
        long product = 1;
        Matcher repeats = REPEAT.matcher(pattern);
        while (repeats.find()) {
            long times = Long.parseLong(repeats.group(2));
            boolean counts = repeats.group(1) != null || times > STEPS_A_VALUE;
            product = counts ? Math.min(Integer.MAX_VALUE, product * Math.max(1, times)) : product;
        }
        return product > MOST_REPEATS;
    }

    private static final class OutOfSteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfSteps() {
            super(null, null, false, false);
        }
    }

    private static final class Steps {
        private final long most;
        private long taken;

        Steps(long most) {
            this.most = most;
        }
    }

    /** A text that counts how often it is looked at. */
    private record SteppedText(String text, Steps steps) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (steps.taken++ >= steps.most) {
                throw new OutOfSteps();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new SteppedText(text.substring(start, end), steps);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
