package dev.storyc.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The secret of an account. It shows itself only to {@link #value}, so that no message can hold it by mistake. */
public final class ApiKey {
    private static final int POOL_BYTES = 8;

    private final String value;

    /** @throws IllegalArgumentException if it could not stand in a header; the message doesn't hold it */
    public ApiKey(String value) {
        String key = value.strip();
        if (key.isEmpty() || !key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("an API key is one word of plain ASCII");
        }
        this.value = key;
    }

    /** A name for it among those that one ledger knows, which tells nothing of it: what is in flight is counted by it. */
    public String pool(String ledger) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("storyc pool\n" + ledger + "\n" + value).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, POOL_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "ak-…";
    }
}
