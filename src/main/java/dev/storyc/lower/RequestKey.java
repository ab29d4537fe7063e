package dev.storyc.lower;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Computes keys: SHA-256 over the RFC 8785 form of {@code {"keyVersion":1,"model":…,"args":{…},"take":n}}.
 *
 * <p>A change here makes every user pay for every film again. {@code docs/keys.md} publishes vectors, and a test holds
 * them.
 */
public final class RequestKey {
    /** The version every key states; a newer one must look up this one's keys too. */
    public static final int VERSION = 1;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final ThreadLocal<RequestKey> OF_THREAD = ThreadLocal.withInitial(RequestKey::new);

    private final CanonicalJson json = new CanonicalJson();
    private final MessageDigest sha256;
    private String ofModel = "";
    private byte @Nullable [] middle;

    private RequestKey() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The key of one take of a request.
     *
     * @throws IllegalArgumentException if an argument can't be written exactly
     */
    public static Key of(Payload payload, int take) {
        RequestKey mine = OF_THREAD.get();
        mine.write(payload, take);
        mine.json.update(mine.sha256);
        return new Key(hex(mine.sha256.digest()));
    }

    // HexFormat is as good where the second compiler sees it; this is written a million times before that.
    @SuppressWarnings("deprecation")
    private static String hex(byte[] digest) {
        byte[] digits = new byte[2 * digest.length];
        for (int i = 0; i < digest.length; i++) {
            digits[2 * i] = DIGITS[(digest[i] >> 4) & 0xF];
            digits[2 * i + 1] = DIGITS[digest[i] & 0xF];
        }
        return new String(digits, 0);
    }

    /**
     * The bytes the key is made of.
     *
     * @throws IllegalArgumentException if an argument can't be written exactly
     */
    public static byte[] canonical(Payload payload, int take) {
        return OF_THREAD.get().write(payload, take).bytes();
    }

    // Names in order: that of RFC 8785.
    private CanonicalJson write(Payload payload, int take) {
        json.begin().raw("{\"args\":");
        payload.write(json);
        return json.raw(middle(payload.model())).value(take).raw("}");
    }

    /** What stands between arguments and take: the same for all requests to one model. */
    @SuppressWarnings("ReferenceEquality") // A name that is equal is only written anew.
    private byte[] middle(String model) {
        byte[] known = middle;
        if (known == null || model != ofModel) {
            known = new CanonicalJson()
                    .raw(",\"keyVersion\":" + VERSION + ",\"model\":")
                    .value(model)
                    .raw(",\"take\":")
                    .bytes();
            middle = known;
            ofModel = model;
        }
        return known;
    }
}
