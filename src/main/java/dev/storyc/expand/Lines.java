package dev.storyc.expand;

import java.util.List;

/** Tells which tags stand alone on their line, and so vanish with it. */
final class Lines {
    private final String text;
    private final List<Tag> tags;

    /** What a tag takes out of the text around it. */
    record Cut(int from, int to) {}

    Lines(String text, List<Tag> tags) {
        this.text = text;
        this.tags = tags;
    }

    Cut around(Tag tag) {
        if (!tag.vanishesAlone()) {
            return new Cut(tag.start(), tag.end());
        }
        // A comment may span lines: what counts is where its first begins and its last ends.
        // No further than the blanks reach: a line may be all of the text, and hold thousands of tags.
        int lineStart = tag.start();
        while (lineStart > 0 && isBlank(text.charAt(lineStart - 1))) {
            lineStart--;
        }
        int stop = tag.end();
        while (stop < text.length() && isBlank(text.charAt(stop))) {
            stop++;
        }
        boolean alone = (lineStart == 0 || text.charAt(lineStart - 1) == '\n')
                && (stop == text.length() || text.charAt(stop) == '\n');
        // Folded text has no lines of its own: a template of a single line keeps its spaces.
        boolean onlyLine = lineStart == 0 && stop == text.length() && tags.size() > 1;
        if (!alone || onlyLine) {
            return new Cut(tag.start(), tag.end());
        }
        return new Cut(lineStart, Math.min(stop + 1, text.length()));
    }

    private static boolean isBlank(char c) {
        return c != '\n' && Character.isWhitespace(c);
    }
}
