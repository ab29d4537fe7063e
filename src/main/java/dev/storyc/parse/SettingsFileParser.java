package dev.storyc.parse;

import dev.storyc.board.Value;
import dev.storyc.diagnostic.BrokenPaths;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a file of settings, such as {@code storyc.yaml}: names with scalars or lists, grouped one level deep. */
public final class SettingsFileParser {
    /**
     * The settings by dotted name, such as {@code api.url}; one written as {@code null} is absent.
     *
     * @param known every dotted name there is; another is a finding
     */
    public Result<Map<String, Value>> parse(Source source, Set<String> known) {
        Result<Located<Map<String, Value>>> located = parseLocated(source, known);
        Located<Map<String, Value>> value = located.value();
        return new Result<>(value == null ? null : value.value(), located.diagnostics());
    }

    /** The same with the place of each, for those who have more to say about the values. */
    public Result<Located<Map<String, Value>>> parseLocated(Source source, Set<String> known) {
        YamlText text = new YamlText(source);
        if (source.text().isBlank()) {
            return Result.of(new Located<>(Map.of(), source, Map.of(), new BrokenPaths()));
        }
        Result<Node> composed = YamlComposer.compose(text);
        Node root = composed.value();
        if (root == null) {
            return Result.none(composed.diagnostics());
        }
        Reading reading = new Reading(text);
        DuplicateKeys.report(root, reading);
        Map<String, Value> settings = new LinkedHashMap<>();
        collect(reading, root, FieldPath.ROOT, known, settings);
        return new Result<>(new Located<>(settings, source, reading.places(), reading.broken()), reading.diagnostics());
    }

    private static void collect(
            Reading reading, Node node, FieldPath path, Set<String> known, Map<String, Value> settings) {
        if (!(node instanceof MappingNode mapping)) {
            reading.report(
                    Rule.WRONG_TYPE,
                    node,
                    "settings are names with values, and here stands " + Scalars.nameOf(node),
                    "write `name: value`");
            return;
        }
        new Entries(reading).of(mapping).forEach((name, tuple) -> {
            FieldPath at = path.child(name);
            reading.place(at, tuple.getKeyNode(), tuple.getValueNode());
            boolean group = known.stream().anyMatch(k -> k.startsWith(at + "."));
            if (group) {
                collect(reading, tuple.getValueNode(), at, known, settings);
            } else if (!known.contains(at.toString())) {
                reading.report(
                        Rule.UNKNOWN_KEY,
                        tuple.getKeyNode(),
                        "`" + at + "` is no setting",
                        NearestName.hint(at.toString(), known));
            } else {
                Value value = new Scalars(reading).value(tuple.getValueNode(), at, name);
                boolean none = value instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.NULL;
                if (value != null && !none) {
                    settings.put(at.toString(), value);
                }
            }
        });
    }
}
