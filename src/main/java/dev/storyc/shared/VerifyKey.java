package dev.storyc.shared;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public Ed25519 key, as {@code trusted_keys} lists them: {@code ed25519:} and its 32 bytes in Base64.
 *
 * @param line as it is written
 * @param id the first half of its SHA-256, by which a signature says whose it is
 */
record VerifyKey(String line, String id, PublicKey key) {
    private static final String KIND = "ed25519:";
    private static final int LENGTH = 32;
    /** What X.509 puts before the bytes of every Ed25519 key. */
    private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    /** @throws IllegalArgumentException with words, if that is no such key */
    static VerifyKey of(String line) {
        String text = line.strip();
        try {
            byte[] raw = Base64.getDecoder().decode(text.substring(text.startsWith(KIND) ? KIND.length() : 0));
            if (!text.startsWith(KIND) || raw.length != LENGTH) {
                throw new IllegalArgumentException("of another kind");
            }
            byte[] encoded = Arrays.copyOf(HEAD, HEAD.length + LENGTH);
            System.arraycopy(raw, 0, encoded, HEAD.length, LENGTH);
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            return new VerifyKey(text, id(raw), key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "`" + text
                            + "` is no public key such as `storyc store keygen` prints, ed25519:… with 44 characters",
                    e);
        }
    }

    static VerifyKey of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
        return of(KIND + Base64.getEncoder().encodeToString(raw));
    }

    private static String id(byte[] raw) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(raw);
            return HexFormat.of().formatHex(digest, 0, LENGTH / 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            // A signature of another length, or of numbers that can't be one.
            return false;
        }
    }
}
