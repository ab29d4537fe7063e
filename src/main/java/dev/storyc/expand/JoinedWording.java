package dev.storyc.expand;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A template of words and values without a section, as most are: its pieces stand one after the other.
 *
 * <p>Mustache.java would write the same, as a property test holds; but starting it takes a small check longer than all its
 * rendering, and it takes twice as long for each text.
 */
final class JoinedWording implements Wording {
    // A word before each name, and one after the last.
    private final String[] words;
    private final String[] names;
    private final int most;

    private JoinedWording(String[] words, String[] names) {
        this.words = words;
        this.names = names;
        int letters = 0;
        for (String word : words) {
            letters += word.length();
        }
        this.most = letters + 24 * names.length;
    }

    /** The wording of these pieces; empty if a section is among them. */
    static Optional<Wording> of(List<Piece> pieces) {
        List<String> words = new ArrayList<>();
        List<String> names = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.kind() == null) {
                word.append(piece.text());
            } else if (piece.kind() == Tag.Kind.VALUE && !piece.text().equals(".")) {
                words.add(word.toString());
                names.add(piece.text());
                word.setLength(0);
            } else {
                return Optional.empty();
            }
        }
        words.add(word.toString());
        return Optional.of(new JoinedWording(words.toArray(new String[0]), names.toArray(new String[0])));
    }

    @Override
    public String with(Names values) {
        StringBuilder text = new StringBuilder(most).append(words[0]);
        for (int i = 0; i < names.length; i++) {
            add(values.value(names[i]).toString(), text);
            add(words[i + 1], text);
        }
        return text.toString();
    }

    private static void add(String more, StringBuilder text) {
        if (text.length() + more.length() > TemplateLimits.CHARACTERS) {
            throw TextTooLarge.grown();
        }
        text.append(more);
    }
}
