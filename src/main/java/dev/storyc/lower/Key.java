package dev.storyc.lower;

/**
 * The name of what is paid for: the SHA-256 of a request's canonical bytes and its take.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Key(String hex) implements Comparable<Key> {
    public Key {
        if (hex.length() != 64 || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("not a key: 64 lower-case hexadecimal digits are wanted, got " + hex);
        }
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
