package dev.storyc.ledger;

import dev.storyc.job.Change;
import org.jspecify.annotations.Nullable;

/**
 * Text that every database takes. What a vendor says may hold the character 0, or half of one that takes two, such as where
 * somebody cut it; PostgreSQL refuses both, and a paid job must not be forgotten for that.
 */
final class StorableText {
    private StorableText() {}

    /** The same text wherever it can be kept as it is; else with what can't be kept written out or marked. */
    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(text);
            }
        }
        return text;
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(point -> {
            if (point == 0) {
                clean.append("\\u0000");
            } else {
                boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
                clean.appendCodePoint(half ? 0xFFFD : point);
            }
        });
        return clean.toString();
    }

    /** The change as it will be read back. */
    static Change of(Change change) {
        return new Change(
                orNull(change.jobId()),
                orNull(change.amount()),
                change.charged(),
                orNull(change.address()),
                orNull(change.reason()),
                orNull(change.raw()),
                orNull(change.by()));
    }

    private static @Nullable String orNull(@Nullable String text) {
        return text == null ? null : of(text);
    }
}
