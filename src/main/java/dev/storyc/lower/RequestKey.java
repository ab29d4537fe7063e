package dev.storyc.lower;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Computes keys: SHA-256 over the RFC 8785 form of {@code {"keyVersion":1,"model":…,"args":{…},"take":n}}.
 *
 * <p>A change here makes every user pay for every film again. {@code docs/keys.md} publishes vectors, and a test holds
 * them.
 */
public final class RequestKey {
    /** The version every key states; a newer one must look up this one's keys too. */
    public static final int VERSION = 1;

    private RequestKey() {}

    /** The key of one take of a request. */
    public static Key of(Payload payload, int take) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical(payload, take));
            return new Key(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The bytes the key is made of.
     *
     * @throws IllegalArgumentException if an argument can't be written exactly
     */
    public static byte[] canonical(Payload payload, int take) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("keyVersion", VERSION);
        request.put("model", payload.model());
        request.put("args", payload.args());
        request.put("take", take);
        return CanonicalJson.of(request);
    }
}
