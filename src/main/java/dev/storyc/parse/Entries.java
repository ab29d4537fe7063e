package dev.storyc.parse;

import dev.storyc.diagnostic.Rule;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The entries of a mapping with merge keys unfolded: its own win, then those of the first merged mapping. */
final class Entries {
    private static final int MAX_MERGES = 64;

    private final Reading reading;

    Entries(Reading reading) {
        this.reading = reading;
    }

    Map<String, NodeTuple> of(MappingNode node) {
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        collect(node, entries, 0);
        return entries;
    }

    private void collect(MappingNode node, Map<String, NodeTuple> entries, int depth) {
        Map<String, Node> own = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                if (!new TextTraps(reading).braces(key)) {
                    reading.report(
                            Rule.WRONG_TYPE,
                            key,
                            "a key must be text, and here stands " + Scalars.nameOf(key),
                            "write `key: value`");
                }
            } else if (!key.getTag().equals(Tag.MERGE)) {
                addOwn(scalar.getValue(), tuple, own, entries, depth);
            }
        }
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), entries, depth + 1);
            }
        }
    }

    private void addOwn(
            String name, NodeTuple tuple, Map<String, Node> own, Map<String, NodeTuple> entries, int depth) {
        Node before = own.putIfAbsent(name, tuple.getKeyNode());
        if (before != null && depth == 0) {
            reading.report(
                    Rule.DUPLICATE_KEY,
                    tuple.getKeyNode(),
                    "`" + name + "` stands here a second time; the first is on line "
                            + (before.getStartMark().getLine() + 1),
                    "keep one of the two");
        }
        entries.putIfAbsent(name, tuple);
    }

    private void merge(Node value, Map<String, NodeTuple> entries, int depth) {
        if (depth > MAX_MERGES || !reading.visit(value)) {
            if (depth > MAX_MERGES) {
                reading.report(
                        Rule.TOO_DEEP,
                        value,
                        "a mapping is merged into itself, or merges nest too deep",
                        "merge from an anchor above");
            }
            return;
        }
        if (value instanceof MappingNode mapping) {
            collect(mapping, entries, depth);
        } else if (value instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> merge(item, entries, depth));
        } else {
            reading.report(
                    Rule.WRONG_TYPE,
                    value,
                    "`<<` takes a mapping, or a list of mappings, and here stands " + Scalars.nameOf(value),
                    "write `<<: *anchor`");
        }
    }
}
