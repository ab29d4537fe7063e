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
                entries.putIfAbsent(scalar.getValue(), tuple);
            }
        }
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), entries, depth + 1);
            }
        }
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
