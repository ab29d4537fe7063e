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
        int lineStart = text.lastIndexOf('\n', tag.start() - 1) + 1;
        int lineEnd = text.indexOf('\n', tag.end());
        int stop = lineEnd < 0 ? text.length() : lineEnd;
        boolean alone = text.substring(lineStart, tag.start()).isBlank()
                && text.substring(tag.end(), stop).isBlank();
        // Folded text has no lines of its own: a template of a single line keeps its spaces.
        boolean onlyLine = lineStart == 0 && lineEnd < 0 && tags.size() > 1;
        if (!alone || onlyLine) {
            return new Cut(tag.start(), tag.end());
        }
        return new Cut(lineStart, lineEnd < 0 ? stop : lineEnd + 1);
    }
}
