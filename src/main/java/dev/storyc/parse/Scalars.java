package dev.storyc.parse;

import dev.storyc.board.Value;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Rule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads scalars and lists of scalars. */
final class Scalars {
    private final Reading reading;

    Scalars(Reading reading) {
        this.reading = reading;
    }

    /** A scalar that must be there: nothing after the colon is a finding. */
    Value.@Nullable Scalar wanted(Node node, String key) {
        Value.Scalar scalar = scalar(node, key);
        if (scalar != null && scalar.kind() == Value.Kind.NULL) {
            reading.report(
                    Rule.MISSING_VALUE,
                    node,
                    "`" + key + "` has no value",
                    "write one, put quotes around it if the word `null` or an empty text is meant, or remove the key");
            return null;
        }
        return scalar;
    }

    /** A scalar or a list of scalars that must be there. */
    @Nullable
    Value wantedValue(Node node, FieldPath path, String key) {
        return node instanceof SequenceNode ? value(node, path, key) : wanted(node, key);
    }

    /** A scalar or a list of scalars; null stays a scalar of that kind, for rows and includes may lack a value. */
    @Nullable
    Value value(Node node, FieldPath path, String key) {
        if (node instanceof SequenceNode sequence) {
            return new Value.Listing(items(sequence, path, key));
        }
        return scalar(node, key);
    }

    List<Value.Scalar> items(SequenceNode node, FieldPath path, String key) {
        List<Value.Scalar> items = new ArrayList<>();
        boolean sound = reading.visit(node)
                && reading.standard(node)
                && reading.within(Reading.MAX_VALUES, node.getValue().size(), node, "`" + key + "`");
        if (!sound) {
            return items;
        }
        for (int i = 0; i < node.getValue().size(); i++) {
            Node item = node.getValue().get(i);
            reading.place(path.at(i), null, item);
            Value.Scalar scalar = wanted(item, key);
            if (scalar != null) {
                items.add(scalar);
            }
        }
        return items;
    }

    private Value.@Nullable Scalar scalar(Node node, String key) {
        if (!reading.visit(node)) {
            return null;
        }
        if (!reading.standard(node)) {
            return null;
        }
        TextTraps traps = new TextTraps(reading);
        if (!(node instanceof ScalarNode scalar)) {
            if (!traps.braces(node) && !traps.colon(node)) {
                reading.report(
                        Rule.WRONG_TYPE,
                        node,
                        "`" + key + "` must be one value, and here stands " + nameOf(node),
                        "write one value, in quotes if it holds braces, brackets or a colon");
            }
            return null;
        }
        if (traps.comment(scalar)) {
            return new Value.Scalar(scalar.getValue(), Value.Kind.TEXT);
        }
        boolean plain =
                scalar.getScalarStyle() == ScalarStyle.PLAIN && !node.getTag().equals(Tag.STR);
        return new Value.Scalar(scalar.getValue(), plain ? CoreSchema.kindOf(scalar.getValue()) : Value.Kind.TEXT);
    }

    static String nameOf(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        String text = ((ScalarNode) node).getValue();
        return text.isEmpty() ? "nothing" : "`" + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + "`";
    }
}
