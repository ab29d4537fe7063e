package dev.storyc.store;

import dev.storyc.shared.SignedRecord;
import dev.storyc.shared.SigningKey;
import dev.storyc.shared.TrustedKeys;
import java.util.Optional;

/**
 * By what one realm's texts in a shared place are known to be the team's.
 *
 * @param realm the realm's name
 * @param trusted whose texts are believed
 * @param signer what this machine's texts are signed with, if anything
 */
public record SharedSeal(String realm, TrustedKeys trusted, Optional<SigningKey> signer) {
    /** Everybody is believed, and nothing signed. */
    public static SharedSeal none(String realm) {
        return new SharedSeal(realm, TrustedKeys.ANYBODY, Optional.empty());
    }

    /**
     * The bytes that are put there.
     *
     * @param under what the text is filed under, so that it counts nowhere else
     * @param text ends with a line end
     */
    byte[] seal(String under, String text) {
        return SignedRecord.write(realm, under, text, signer);
    }

    /** The text in these bytes, if it may be believed. */
    SignedRecord.Found open(byte[] bytes, String under) {
        return SignedRecord.read(bytes, realm, under, trusted);
    }
}
