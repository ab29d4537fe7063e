package dev.storyc.plan;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The text of a comment on a pull request, which a forge refuses above 65,536 characters: what has no room is left out
 * whole, and whoever writes says how much that was. No text of an author makes markup, a link, a mention or a column.
 */
final class Markdown {
    /** By this a workflow finds the comment that it wrote before. */
    static final String MARK = "<!-- storyc plan -->";

    /** The most characters of a comment, entities and all. */
    static final int MOST_CHARACTERS = 58_000;

    private static final int MOST_NAMED = 12;
    private static final int LONGEST_NAME = 100;
    private static final int MOST_WORDS = 240;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;

    private final StringBuilder text = new StringBuilder(MARK).append('\n');
    private int reserved;

    /** Appends what is short whatever the campaign. */
    Markdown add(String words) {
        text.append(words);
        return this;
    }

    /** Keeps room for what closes an element. */
    void reserve(int characters) {
        reserved += characters;
    }

    /** Appends, if there is room for it. */
    boolean fits(String words) {
        boolean room = text.length() + words.length() + reserved <= MOST_CHARACTERS;
        if (room) {
            text.append(words);
        }
        return room;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** What an argument is or was. */
    static String words(String text) {
        return text.isEmpty() ? "(not sent)" : code(text, MOST_WORDS);
    }

    /** Text as code. */
    static String code(String text) {
        return code(text, MOST_WORDS);
    }

    /**
     * Text as code, of at most this many columns. Markdown is kept out by entities, and what a forge makes of bare words
     * (mentions, issue numbers, addresses) by the element.
     */
    private static String code(String text, int columns) {
        // Cut by characters too: any number of combining ones takes no column.
        long most = 2L * columns;
        String some = text.codePoints()
                .limit(most)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        StringBuilder escaped = new StringBuilder("<code>");
        Columns.cut(some, columns).codePoints().forEach(c -> escaped.append(escaped(c)));
        return escaped.append("</code>").toString();
    }

    private static String escaped(int c) {
        if (c < 128) {
            boolean plain = Character.isLetterOrDigit(c) || c == ' ' || c == '-' || c == ',' || c == '.';
            return plain ? Character.toString(c) : c < ' ' || c == 127 ? " " : "&#" + c + ";";
        }
        int type = Character.getType(c);
        boolean steers = type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE
                // Scripts need the two joiners; the others turn text round, or hide in it.
                || (type == Character.FORMAT && c != ZERO_WIDTH_JOINER && c != ZERO_WIDTH_NON_JOINER);
        return steers ? String.format("&#92;u%04x", c) : Character.toString(c);
    }

    /** The names of the first few, and how many more there are. */
    static <T> String named(List<T> things, Function<T, String> name) {
        String names = things.stream()
                .limit(MOST_NAMED)
                .map(name)
                .map(one -> code(one, LONGEST_NAME))
                .collect(Collectors.joining(", "));
        return things.size() > MOST_NAMED ? names + " and " + (things.size() - MOST_NAMED) + " more" : names;
    }

    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
