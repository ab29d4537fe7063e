package dev.storyc.parse;

import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.SourceMap;
import dev.storyc.diagnostic.Span;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A source as SnakeYAML counts it: its marks are in code points, ours in UTF-16 units. */
final class YamlText {
    private final Source source;
    private final int @Nullable [] units;

    YamlText(Source source) {
        this.source = source;
        this.units = unitsOf(source.text());
    }

    Source source() {
        return source;
    }

    int offset(Mark mark) {
        int index = Math.max(0, mark.getIndex());
        return units == null ? Math.min(index, source.text().length()) : units[Math.min(index, units.length - 1)];
    }

    Span span(Mark start, Mark end) {
        return map(offset(start), offset(end)).span();
    }

    SourceMap map(Node node) {
        int start = offset(node.getStartMark());
        int end = offset(node.getEndMark());
        if (node instanceof ScalarNode scalar) {
            ScalarStyle style = scalar.getScalarStyle();
            String decoded = scalar.getValue();
            String text = source.text();
            return new SourceMap(
                    source, start, end, () -> new ScalarAlignment(text, start, end, style, decoded).offsets());
        }
        return map(start, end);
    }

    /** The text a node was written as. */
    String written(Node node) {
        return source.text().substring(offset(node.getStartMark()), offset(node.getEndMark()));
    }

    /** Whether the next character after a node, blanks aside, is this one. */
    boolean follows(Node node, char wanted) {
        String text = source.text();
        int at = offset(node.getEndMark());
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() && text.charAt(at) == wanted;
    }

    private SourceMap map(int start, int end) {
        return new SourceMap(source, start, end, () -> new int[0]);
    }

    // Only text with characters beyond the basic plane needs a table.
    private static int @Nullable [] unitsOf(String text) {
        int points = text.codePointCount(0, text.length());
        if (points == text.length()) {
            return null;
        }
        int[] table = new int[points + 1];
        int at = 0;
        for (int i = 0; i < points; i++) {
            table[i] = at;
            at += Character.charCount(text.codePointAt(at));
        }
        table[points] = at;
        return table;
    }
}
