package dev.storyc.expand;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Remembers which of up to millions of names were there, by 128 bits of their SHA-256: 20 to 40 bytes a name, where a set
 * of the names themselves would take over 100.
 *
 * <p>Two names among a million share 128 bits once in 10<sup>26</sup> storyboards.
 */
final class NameSet {
    /** Many small tables, so that the moment in which one grows holds little twice. */
    private static final int TABLES = 64;

    private static final int FIRST_SLOTS = 4;

    private final long[][] tables = new long[TABLES][2 * FIRST_SLOTS];
    private final int[] sizes = new int[TABLES];
    private final MessageDigest sha256;

    NameSet() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Adds a name; false if it was there. */
    boolean add(String name) {
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest(name.getBytes(StandardCharsets.UTF_8)));
        int table = digest.getInt(28) & (TABLES - 1);
        // A slot of two zeros is a free one.
        long high = digest.getLong(0) | 1;
        long low = digest.getLong(8);
        if (!put(tables[table], high, low)) {
            return false;
        }
        sizes[table]++;
        int slots = tables[table].length / 2;
        if (sizes[table] * 5 > slots * 4) {
            tables[table] = grown(tables[table]);
        }
        return true;
    }

    private static long[] grown(long[] small) {
        long[] large = new long[small.length * 2];
        for (int i = 0; i < small.length; i += 2) {
            if (small[i] != 0) {
                put(large, small[i], small[i + 1]);
            }
        }
        return large;
    }

    private static boolean put(long[] table, long high, long low) {
        int mask = table.length / 2 - 1;
        int slot = (int) (low & mask);
        while (table[2 * slot] != 0) {
            if (table[2 * slot] == high && table[2 * slot + 1] == low) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        table[2 * slot] = high;
        table[2 * slot + 1] = low;
        return true;
    }
}
