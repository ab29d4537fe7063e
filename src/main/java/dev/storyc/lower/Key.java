package dev.storyc.lower;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The name of what is paid for: the SHA-256 of a request's canonical bytes and its take.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Key(String hex) implements Comparable<Key> {
    private static final boolean[] DIGITS = digits();

    public Key {
        if (!isDigest(hex)) {
            throw new IllegalArgumentException("not a key: 64 lower-case hexadecimal digits are wanted, got " + hex);
        }
    }

    /** Whether a text is 64 lower-case hexadecimal digits, as any SHA-256 is written. */
    public static boolean isDigest(String hex) {
        // Looked up and not compared: no processor guesses right whether the next digit is a letter.
        boolean digest = hex.length() == 64;
        for (int i = 0; digest && i < 64; i++) {
            char c = hex.charAt(i);
            digest = c < DIGITS.length && DIGITS[c];
        }
        return digest;
    }

    private static boolean[] digits() {
        boolean[] digits = new boolean['f' + 1];
        Arrays.fill(digits, '0', '9' + 1, true);
        Arrays.fill(digits, 'a', 'f' + 1, true);
        return digits;
    }

    /** The first twelve digits, enough for people to tell keys apart. */
    public String brief() {
        return hex.substring(0, 12);
    }

    // Written out, and not linked at run time as a record's own is: maps of many keys ask this again and again.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Key key && hex.equals(key.hex));
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @Override
    public int compareTo(Key other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
