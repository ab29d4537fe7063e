package dev.storyc.emulator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file, as a Range header asks for it.
 *
 * @param from the first byte
 * @param end the byte after the last; not after {@code from} where nothing of the file was asked for
 */
record ByteRange(long from, long end) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * The range a header asks for; empty for one that is to be ignored, which several ranges in one may be by the
     * standard.
     *
     * @param size the file's
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher range = ONE.matcher(header.strip());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            long last = Long.parseLong(range.group(2));
            return Optional.of(new ByteRange(last == 0 ? size : Math.max(0, size - last), size));
        }
        long from = Long.parseLong(range.group(1));
        if (range.group(2).isEmpty()) {
            return Optional.of(new ByteRange(from, size));
        }
        long to = Long.parseLong(range.group(2));
        return to < from ? Optional.empty() : Optional.of(new ByteRange(from, Math.min(size, to + 1)));
    }

    boolean satisfiable() {
        return from < end;
    }

    long length() {
        return end - from;
    }
}
