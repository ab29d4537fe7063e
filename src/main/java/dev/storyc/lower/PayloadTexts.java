package dev.storyc.lower;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts for the holes of a form. Clips that have the same ones share them, and what they are written as. */
final class PayloadTexts {
    static final PayloadTexts NONE = new PayloadTexts(List.of());

    private final List<String> texts;
    private final int characters;
    // Escaped when it is first written; two threads that do it at once come to the same.
    private final @Nullable Written[] written;

    /** Bytes that another thread sees whole as soon as it sees them, which an array by itself doesn't promise. */
    private static final class Written {
        private final byte[] bytes;

        Written(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** @param texts handed over, not copied */
    PayloadTexts(List<String> texts) {
        this.texts = texts;
        this.written = new Written[texts.size()];
        int sum = 0;
        for (int i = 0; i < texts.size(); i++) {
            sum += texts.get(i).length();
        }
        this.characters = sum;
    }

    int size() {
        return written.length;
    }

    /** How many UTF-16 units they have together. */
    int characters() {
        return characters;
    }

    String get(int number) {
        return texts.get(number);
    }

    /** Appends a text as RFC 8785 writes it. */
    void write(int number, CanonicalJson json) {
        Written known = written[number];
        if (known == null) {
            int from = json.length();
            json.value(texts.get(number));
            written[number] = new Written(json.bytes(from));
        } else {
            json.raw(known.bytes);
        }
    }

    boolean sameAs(PayloadTexts other) {
        return this == other || (characters == other.characters && texts.equals(other.texts));
    }
}
