package dev.storyc.shared;

import java.util.List;
import java.util.Optional;

/** Whose records are believed. */
public final class TrustedKeys {
    /** Everybody's, signed or not. */
    public static final TrustedKeys ANYBODY = new TrustedKeys(List.of());

    private final List<VerifyKey> keys;

    private TrustedKeys(List<VerifyKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * The keys that these lines hold; without any, everybody is believed.
     *
     * @throws IllegalArgumentException with words, if one of them is no key
     */
    public static TrustedKeys of(List<String> lines) {
        return lines.isEmpty()
                ? ANYBODY
                : new TrustedKeys(lines.stream().map(VerifyKey::of).toList());
    }

    /** Whether a record must be signed. */
    public boolean asked() {
        return !keys.isEmpty();
    }

    /** Whether what this key signs is believed. */
    public boolean believe(SigningKey key) {
        return !asked() || find(key.id()).isPresent();
    }

    Optional<VerifyKey> find(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }
}
