package dev.storyc.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML as validators of JSON Schema are given it: resolved, aliases followed, merges done. */
final class YamlAsJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private YamlAsJson() {}

    /** As YAML 1.2's core schema reads it, which most editors do. */
    static JsonNode read12(String text) {
        LoaderOptions options = options();
        DumperOptions dumper = new DumperOptions();
        return json(new Yaml(new CoreConstructor(options), new Representer(dumper), dumper, options, new CoreResolver())
                .load(text));
    }

    /** As YAML 1.1 reads it: {@code 16:9} is 969 and {@code no} is false. */
    static JsonNode read11(String text) {
        LoaderOptions options = options();
        // To YAML 1.1, `on` and `yes` are one key.
        options.setAllowDuplicateKeys(true);
        return json(new Yaml(new SafeConstructor(options)).load(text));
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(1_000_000);
        options.setNestingDepthLimit(100);
        options.setAllowDuplicateKeys(false);
        return options;
    }

    private static JsonNode json(Object value) {
        if (value instanceof Map<?, ?> map) {
            ObjectNode node = MAPPER.createObjectNode();
            map.forEach((key, held) -> node.set(String.valueOf(key), json(held)));
            return node;
        }
        if (value instanceof List<?> list) {
            ArrayNode node = MAPPER.createArrayNode();
            list.forEach(held -> node.add(json(held)));
            return node;
        }
        // JSON has no dates, so readers of YAML 1.1 hand them on as text.
        return MAPPER.valueToTree(value instanceof Date date ? date.toInstant().toString() : value);
    }

    private static final class CoreResolver extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
            addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL"), "~nN");
            addImplicitResolver(Tag.NULL, Pattern.compile(""), null);
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
            addImplicitResolver(Tag.INT, Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"), "-+0123456789");
            addImplicitResolver(
                    Tag.FLOAT,
                    Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
                    "-+0123456789.");
        }
    }

    private static final class CoreConstructor extends SafeConstructor {
        CoreConstructor(LoaderOptions options) {
            super(options);
            // SnakeYAML's own would read 012 as octal.
            yamlConstructors.put(Tag.INT, new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    String text = ((ScalarNode) node).getValue();
                    return text.startsWith("0o") || text.startsWith("0x")
                            ? new java.math.BigInteger(text.substring(2), text.charAt(1) == 'o' ? 8 : 16)
                            : new java.math.BigInteger(text);
                }
            });
        }
    }
}
