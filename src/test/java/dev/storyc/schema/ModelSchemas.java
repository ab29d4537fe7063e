package dev.storyc.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.Limits;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.catalog.VideoModel;
import dev.storyc.catalog.WireType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The part of the schema that the catalogue tells: the settings of each model with their values, and how long its clips
 * and shots may be.
 *
 * <p>A storyboard meets one branch: that of its model, or of all models together where only the file of {@code uses}
 * may name it.
 */
final class ModelSchemas {
    /** Values are stripped after rendering, and what a template renders to is not known here. */
    private static final String TEMPLATE = "\\{\\{";

    private static final Pattern CLOCK = Pattern.compile("[0-9]+:[0-5]?[0-9]");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ModelCatalog catalog;

    ModelSchemas(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    /** Adds to a storyboard's schema what depends on the model. */
    void addTo(ObjectNode schema) {
        ObjectNode model = (ObjectNode) schema.get("properties").get("model");
        model.put("type", "string");
        catalog.ids().forEach(model.putArray("enum")::add);
        model.put("default", ModelCatalog.DEFAULT_MODEL);
        ObjectNode definitions = (ObjectNode) schema.get("$defs");
        ArrayNode branches = schema.putArray("allOf");
        for (String id : catalog.ids()) {
            VideoModel entry = catalog.find(id).orElseThrow();
            String name = id.substring(id.indexOf('/') + 1).replace('/', '-');
            definitions.set(name + "-settings", settings(entry));
            definitions.set(name + "-scene", scene(entry, name + "-settings"));
            ObjectNode branch = branches.addObject();
            branch.set("if", id.equals(ModelCatalog.DEFAULT_MODEL) ? defaultOr(id) : named(id));
            branch.set("then", branch(name + "-settings", name + "-scene"));
        }
        definitions.set("any-settings", anySettings());
        ObjectNode scene = definitions.putObject("any-scene");
        scene.putObject("properties").set("settings", ref("any-settings"));
        ObjectNode branch = branches.addObject();
        branch.set("if", JSON.createObjectNode().set("required", list("uses")));
        ((ObjectNode) branch.get("if")).putObject("not").set("required", list("model"));
        branch.set("then", branch("any-settings", "any-scene"));
    }

    private static JsonNode named(String id) {
        ObjectNode condition = JSON.createObjectNode();
        condition.set("required", list("model"));
        condition.putObject("properties").putObject("model").put("const", id);
        return condition;
    }

    /** Named, or left out where no other file can name another. */
    private static JsonNode defaultOr(String id) {
        ObjectNode condition = JSON.createObjectNode();
        ArrayNode either = condition.putArray("anyOf");
        either.add(named(id));
        ArrayNode neither = either.addObject().putObject("not").putArray("anyOf");
        neither.addObject().set("required", list("model"));
        neither.addObject().set("required", list("uses"));
        return condition;
    }

    private static JsonNode branch(String settings, String scene) {
        ObjectNode branch = JSON.createObjectNode();
        ObjectNode properties = branch.putObject("properties");
        properties.set("settings", ref(settings));
        properties.putObject("scenes").set("items", ref(scene));
        return branch;
    }

    private static ObjectNode settings(VideoModel model) {
        ObjectNode settings = JSON.createObjectNode();
        settings.put("type", "object");
        ObjectNode properties = settings.putObject("properties");
        for (String name : model.settingNames()) {
            properties.set(name, setting(model.argument(name).orElseThrow()));
        }
        settings.put("additionalProperties", false);
        return settings;
    }

    private static ObjectNode setting(ArgumentSpec spec) {
        ObjectNode node = JSON.createObjectNode();
        node.put("description", spec.description() + limits(spec) + unset(spec) + " A template.");
        node.putArray("examples").add(YamlAsJson.read12(spec.example()));
        if (!spec.allowed().isEmpty()) {
            return oneOf(node, spec.allowed());
        }
        switch (spec.type()) {
            case BOOLEAN -> {
                node.set("type", list("boolean", "string"));
                node.put("pattern", words(List.of("true", "false")));
            }
            case INTEGER, NUMBER -> {
                boolean whole = spec.type() == WireType.INTEGER;
                node.set("type", list(whole ? "integer" : "number", "string"));
                bound(node, "minimum", spec.min());
                bound(node, "maximum", spec.max());
                node.put("pattern", "^\\s*-?[0-9]{1,9}" + (whole ? "" : "(\\.[0-9]{1,9})?") + "\\s*$|" + TEMPLATE);
            }
            default -> node.set("type", list("string", "number", "boolean"));
        }
        return node;
    }

    private static String limits(ArgumentSpec spec) {
        if (spec.min() != null && spec.max() != null) {
            return " From " + spec.min() + " to " + spec.max() + ".";
        }
        return spec.maxCharacters() == 0 ? "" : " At most " + spec.maxCharacters() + " characters, once rendered.";
    }

    private static String unset(ArgumentSpec spec) {
        String fallback = spec.unset() == null ? spec.fallback() : spec.unset();
        return fallback == null ? " If unsaid, none is sent." : " If unsaid, `" + fallback + "`.";
    }

    private static void bound(ObjectNode node, String keyword, @Nullable BigDecimal bound) {
        if (bound != null) {
            node.put(keyword, bound);
        }
    }

    /** One of these words, a template, or what a reader of YAML makes of a word without quotes. */
    private static ObjectNode oneOf(ObjectNode node, List<String> words) {
        ArrayNode either = node.putArray("anyOf");
        ArrayNode plain = either.addObject().putArray("enum");
        words.forEach(plain::add);
        ObjectNode text = either.addObject();
        text.put("type", "string");
        text.put("pattern", words(words));
        for (String word : words) {
            // YAML 1.1 counts in sixties: 16:9 is 969. Bounds, since a `const` would be offered as completion.
            if (CLOCK.matcher(word).matches()) {
                String[] parts = word.split(":", 2);
                int number = Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
                either.addObject().put("type", "integer").put("minimum", number).put("maximum", number);
            }
        }
        return node;
    }

    private static String words(List<String> words) {
        return "^\\s*(" + words.stream().map(ModelSchemas::literally).collect(Collectors.joining("|")) + ")\\s*$|"
                + TEMPLATE;
    }

    private static String literally(String word) {
        return Pattern.compile("[^\\p{Alnum}_:]")
                .matcher(word)
                .replaceAll(m -> Matcher.quoteReplacement("\\" + m.group()));
    }

    private static ObjectNode scene(VideoModel model, String settings) {
        Limits limits = model.limits();
        ObjectNode scene = JSON.createObjectNode();
        ObjectNode properties = scene.putObject("properties");
        properties.set("settings", ref(settings));
        if (limits.multiShot()) {
            properties
                    .putObject("shots")
                    .putObject("items")
                    .putObject("properties")
                    .set("duration", shotSeconds(limits));
            ArrayNode rules = scene.putArray("allOf");
            rules.add(clipRule(limits));
            rules.add(countRule(limits));
        } else {
            properties.put("shots", false);
            properties.set("duration", seconds(limits.clipSeconds()));
        }
        return scene;
    }

    private static ObjectNode shotSeconds(Limits limits) {
        ObjectNode node = JSON.createObjectNode();
        node.put("minimum", limits.minShotSeconds());
        node.put("maximum", limits.maxShotSeconds());
        return node;
    }

    /** A scene without a list of shots is one clip. */
    private static ObjectNode clipRule(Limits limits) {
        ObjectNode rule = JSON.createObjectNode();
        ObjectNode list = rule.putObject("if");
        list.set("required", list("shots"));
        list.putObject("properties").putObject("shots").put("type", "array");
        rule.putObject("else").putObject("properties").set("duration", seconds(limits.clipSeconds()));
        return rule;
    }

    /** A list that is neither split nor has shots that come and go is one clip too. */
    private static ObjectNode countRule(Limits limits) {
        ObjectNode rule = JSON.createObjectNode();
        ObjectNode condition = rule.putObject("if");
        condition.set("required", list("shots"));
        ObjectNode properties = condition.putObject("properties");
        properties.putObject("split").put("const", false);
        ObjectNode shots = properties.putObject("shots");
        shots.put("type", "array");
        ArrayNode conditional = shots.putObject("not").putObject("contains").putArray("anyOf");
        conditional.addObject().set("required", list("when"));
        conditional.addObject().set("required", list("unless"));
        rule.putObject("then").putObject("properties").putObject("shots").put("maxItems", limits.maxShots());
        return rule;
    }

    private static ObjectNode seconds(List<Integer> allowed) {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode either = node.putArray("anyOf");
        ArrayNode numbers = either.addObject().putArray("enum");
        allowed.forEach(numbers::add);
        String words = allowed.stream().map(String::valueOf).collect(Collectors.joining("|"));
        either.addObject().put("type", "string").put("pattern", "^\\s*0*(" + words + ")\\s*$|" + TEMPLATE);
        return node;
    }

    /** Each setting of any model, with any value one of them takes; the default model's words describe it. */
    private ObjectNode anySettings() {
        Map<String, List<ObjectNode>> known = new LinkedHashMap<>();
        List<String> ids = new ArrayList<>(List.of(ModelCatalog.DEFAULT_MODEL));
        ids.addAll(catalog.ids());
        for (String id : ids) {
            settings(catalog.find(id).orElseThrow())
                    .get("properties")
                    .properties()
                    .forEach(entry -> {
                        List<ObjectNode> forms = known.computeIfAbsent(entry.getKey(), name -> new ArrayList<>());
                        if (!forms.contains(entry.getValue())) {
                            forms.add((ObjectNode) entry.getValue());
                        }
                    });
        }
        ObjectNode settings = JSON.createObjectNode();
        settings.put("type", "object");
        ObjectNode properties = settings.putObject("properties");
        known.forEach((name, forms) -> properties.set(name, merged(forms)));
        settings.put("additionalProperties", false);
        return settings;
    }

    private static ObjectNode merged(List<ObjectNode> forms) {
        ObjectNode first = forms.get(0);
        if (forms.size() == 1) {
            return first;
        }
        ObjectNode merged = JSON.createObjectNode();
        merged.set("description", first.get("description"));
        merged.set("examples", first.get("examples"));
        ArrayNode either = merged.putArray("anyOf");
        forms.forEach(form -> either.add(form.deepCopy().remove(List.of("description", "examples"))));
        return merged;
    }

    private static ObjectNode ref(String definition) {
        return JSON.createObjectNode().put("$ref", "#/$defs/" + definition);
    }

    private static ArrayNode list(String... words) {
        ArrayNode list = JSON.createArrayNode();
        for (String word : words) {
            list.add(word);
        }
        return list;
    }
}
