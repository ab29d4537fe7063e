package dev.storyc.shared;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record as it lies in a shared store: its text, and below it the line of its signature if it has one.
 *
 * <pre>{@code storyc-signature 1 ed25519 KEY-ID BASE64}</pre>
 *
 * <p>What is signed is the text together with the realm and the key under which it lies, so that no record can be put in
 * another's place: {@code storyc-record 1}, the realm and the key, each on a line, and then the text.
 */
public final class SignedRecord {
    private static final String LINE = "storyc-signature ";
    private static final Pattern SIGNATURE =
            Pattern.compile("storyc-signature 1 ed25519 ([0-9a-f]{16}) ([A-Za-z0-9+/]{86}==)\n");

    private SignedRecord() {}

    /** What is found of a record. */
    public sealed interface Found {}

    /** The text of one that may be believed. */
    public record Believed(String text) implements Found {}

    /** Why one may not be believed, for a sentence that begins with {@code its record}. */
    public record Refused(String words) implements Found {}

    /**
     * The bytes that are put into the shared store.
     *
     * @param realm the realm's name
     * @param key what it is filed under, such as the clip's key in hex
     * @param text ends with a line end
     */
    public static byte[] write(String realm, String key, String text, Optional<SigningKey> signer) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("a record's text ends with a line end");
        }
        return (text + signer.map(one -> line(one, message(realm, key, text))).orElse(""))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String line(SigningKey signer, byte[] message) {
        try {
            return LINE + "1 ed25519 " + signer.id() + " " + Base64.getEncoder().encodeToString(signer.sign(message))
                    + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs anything", e);
        }
    }

    /** The text in these bytes, if it may be believed. Without trusted keys, signatures are looked over. */
    public static Found read(byte[] bytes, String realm, String key, TrustedKeys trusted) {
        String whole;
        try {
            whole = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Refused("is no UTF-8");
        }
        int last = whole.lastIndexOf('\n', whole.length() - 2) + 1;
        boolean signed = whole.startsWith(LINE, last);
        String text = signed ? whole.substring(0, last) : whole;
        if (!trusted.asked()) {
            return new Believed(text);
        }
        if (!signed) {
            return new Refused("is not signed, and `trusted_keys` in storyc.yaml asks for that");
        }
        Matcher signature = SIGNATURE.matcher(whole.substring(last));
        if (!signature.matches()) {
            return new Refused("has a signature that this version of storyc can't read");
        }
        VerifyKey signer = trusted.find(signature.group(1)).orElse(null);
        if (signer == null) {
            return new Refused(
                    "is signed by the key " + signature.group(1) + ", which is none of `trusted_keys` in storyc.yaml");
        }
        byte[] number = Base64.getDecoder().decode(signature.group(2));
        // Base64 has several spellings of the same bytes, of which one is ours.
        boolean spelt = Base64.getEncoder().encodeToString(number).equals(signature.group(2));
        return spelt && signer.verifies(message(realm, key, text), number)
                ? new Believed(text)
                : new Refused("has the signature of another text, or lies under another key than it was signed for");
    }

    private static byte[] message(String realm, String key, String text) {
        if ((realm + key).contains("\n")) {
            throw new IllegalArgumentException("a realm and a key are each one line");
        }
        return ("storyc-record 1\n" + realm + "\n" + key + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }
}
