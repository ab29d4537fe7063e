package dev.storyc.parse;

import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What silently turns an author's text into something else: each is a finding that shows the line. */
final class TextTraps {
    static final String COMMENT = "YAML takes this for a comment, so the text ends before it";
    static final String BRACES = "YAML reads an unquoted `{{` as its own brace here";
    static final String BRACES_EXAMPLE = "\"{{name}}\"";

    private final Reading reading;

    TextTraps(Reading reading) {
        this.reading = reading;
    }

    /** Plain text followed by {@code  #} and a non-space: YAML takes the rest for a comment. */
    boolean comment(ScalarNode node) {
        if (node.getScalarStyle() != ScalarStyle.PLAIN || node.getValue().isEmpty()) {
            return false;
        }
        Source source = reading.text().source();
        String text = source.text();
        int end = reading.text().offset(node.getEndMark());
        int hash = end;
        while (hash < text.length() && text.charAt(hash) == ' ') {
            hash++;
        }
        boolean cuts = hash > end
                && hash + 1 < text.length()
                && text.charAt(hash) == '#'
                && !Character.isWhitespace(text.charAt(hash + 1))
                && text.charAt(hash + 1) != '#';
        if (cuts) {
            int line = source.lineStart(source.lineAt(hash) + 1);
            int lineEnd = line;
            while (lineEnd > hash && Character.isWhitespace(text.charAt(lineEnd - 1))) {
                lineEnd--;
            }
            reading.report(
                    Rule.COMMENT_CUTS_TEXT,
                    source.span(hash, lineEnd),
                    COMMENT,
                    QuotedText.hint(source, hash) + "; for a comment, write a space after the `#`");
        }
        return cuts;
    }

    /** An unquoted {@code {{name}}}, which YAML reads as a mapping in a mapping. */
    boolean braces(Node node) {
        boolean found =
                node instanceof MappingNode && (reading.text().written(node).startsWith("{{") || isInnerBrace(node));
        if (found && reading.saidOnLine(Rule.QUOTE_THIS_TEXT, node)) {
            // Text cut by its commas into several braces is one text without quotes.
            reading.breaks(node);
        } else if (found) {
            reading.report(Rule.QUOTE_THIS_TEXT, node, BRACES, bracesHint(node));
        }
        return found;
    }

    private String bracesHint(Node node) {
        String hint = QuotedText.hint(reading.text().source(), reading.text().offset(node.getStartMark()));
        return hint.contains("`") ? hint : hint + ": " + BRACES_EXAMPLE;
    }

    /** Text with a colon in it, which became a key with a value on the same line. */
    boolean colon(Node node) {
        boolean found = node instanceof MappingNode mapping
                && mapping.getFlowStyle() == FlowStyle.BLOCK
                && mapping.getValue().size() == 1
                && mapping.getValue().get(0).getKeyNode() instanceof ScalarNode
                && mapping.getValue().get(0).getValueNode() instanceof ScalarNode
                && node.getStartMark().getLine()
                        == mapping.getValue()
                                .get(0)
                                .getValueNode()
                                .getStartMark()
                                .getLine();
        if (found) {
            reading.report(
                    Rule.QUOTE_THIS_TEXT,
                    node,
                    "the colon makes this a key with a value, where text is wanted",
                    "put the whole text in double quotes");
        }
        return found;
    }

    /** In {@code { prompt: Wide shot, of Lisbon }} the comma ends the text and makes the rest a key without a value. */
    boolean cutOffInFlow(NodeTuple tuple, MappingNode around) {
        boolean found = around.getFlowStyle() == FlowStyle.FLOW
                && tuple.getValueNode() instanceof ScalarNode value
                && value.getValue().isEmpty()
                && value.getScalarStyle() == ScalarStyle.PLAIN
                && value.getStartMark().getIndex() == value.getEndMark().getIndex()
                && !reading.text().written(tuple.getKeyNode()).isEmpty()
                && !reading.text().follows(tuple.getKeyNode(), ':');
        if (found) {
            reading.report(
                    Rule.QUOTE_THIS_TEXT,
                    tuple.getKeyNode(),
                    "the comma before this ends the text, for commas part the entries of `{ … }`",
                    "put the whole text in double quotes, or write the keys on lines of their own");
        }
        return found;
    }

    private boolean isInnerBrace(Node node) {
        int start = reading.text().offset(node.getStartMark());
        return node instanceof MappingNode
                && start > 0
                && reading.text().source().text().startsWith("{{", start - 1);
    }
}
