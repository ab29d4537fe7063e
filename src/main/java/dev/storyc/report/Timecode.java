package dev.storyc.report;

/** Time in whole frames, 24 a second, as timelines count it. */
final class Timecode {
    static final int RATE = Timeline.RATE;

    /** Timelines of films begin at one o'clock, so that there is room before the first frame. */
    static final long START = 3600L * RATE;

    private static final long DAY = 24 * 3600L * RATE;

    private Timecode() {}

    // A hair more than a whole frame is no further frame: lengths come as binary fractions.
    private static final double HAIR = 0.001;

    /** How many frames a film of this length reaches into. */
    static long reached(double seconds) {
        return (long) Math.ceil(seconds * RATE - HAIR);
    }

    /** {@code 01:00:05:01}, non-drop; a clock of 24 hours, so a day later it is 0 again. */
    static String of(long frames) {
        long rest = Math.floorMod(frames, DAY);
        StringBuilder text = new StringBuilder(11);
        two(text, rest / RATE / 3600).append(':');
        two(text, rest / RATE / 60 % 60).append(':');
        two(text, rest / RATE % 60).append(':');
        return two(text, rest % RATE).toString();
    }

    // By hand, since a thousand variants have tens of thousands of these, and String.format takes a microsecond each.
    private static StringBuilder two(StringBuilder text, long number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
