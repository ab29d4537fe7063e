package dev.storyc.parse;

import dev.storyc.diagnostic.Rule;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Finds keys that stand twice in one mapping, wherever it is: also in what is only merged, or ignored. */
final class DuplicateKeys {
    private DuplicateKeys() {}

    /** Looks at each node once, however many aliases lead to it. */
    static void report(Node root, Reading reading) {
        Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Node> waiting = new ArrayDeque<>();
        waiting.add(root);
        while (!waiting.isEmpty()) {
            Node node = waiting.poll();
            if (node instanceof MappingNode mapping && seen.add(node)) {
                among(mapping, reading);
                mapping.getValue().forEach(tuple -> waiting.add(tuple.getValueNode()));
            } else if (node instanceof SequenceNode sequence && seen.add(node)) {
                waiting.addAll(sequence.getValue());
            }
        }
    }

    private static void among(MappingNode mapping, Reading reading) {
        Map<String, Node> first = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode scalar) || key.getTag().equals(Tag.MERGE)) {
                continue;
            }
            Node before = first.putIfAbsent(scalar.getValue(), key);
            if (before != null) {
                reading.report(
                        Rule.DUPLICATE_KEY,
                        key,
                        "`" + scalar.getValue() + "` stands here a second time; the first is on line "
                                + (before.getStartMark().getLine() + 1),
                        "keep one of the two");
            }
        }
    }
}
