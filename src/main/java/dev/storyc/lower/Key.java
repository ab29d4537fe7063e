package dev.storyc.lower;

/**
 * The name of what is paid for: the SHA-256 of a request's canonical bytes and its take.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Key(String hex) implements Comparable<Key> {
    public Key {
        if (!isDigest(hex)) {
            throw new IllegalArgumentException("not a key: 64 lower-case hexadecimal digits are wanted, got " + hex);
        }
    }

    /** Whether a text is 64 lower-case hexadecimal digits, as any SHA-256 is written. */
    public static boolean isDigest(String hex) {
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return hex.length() == 64;
    }

    /** The first twelve digits, enough for people to tell keys apart. */
    public String brief() {
        return hex.substring(0, 12);
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
