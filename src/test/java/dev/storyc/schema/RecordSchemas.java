package dev.storyc.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import dev.storyc.board.Condition;
import dev.storyc.board.Input;
import dev.storyc.board.KeyDescription;
import dev.storyc.board.Keys;
import dev.storyc.board.Scene;
import dev.storyc.board.Settings;
import dev.storyc.board.Shot;
import dev.storyc.board.Slugs;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of the schema that the records tell: which keys there are, and what each may hold.
 *
 * <p>Wherever text is wanted a number or a boolean will do, since storyc takes text as it is written; and wherever a
 * number is wanted, so will its digits in quotes.
 */
final class RecordSchemas {
    /** {@link Slugs#PATTERN} without the intersection of classes, which JavaScript's expressions lack. */
    private static final String SLUG = "^P+(-P+)*$".replace("P", "[\\p{Ll}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}\\p{Nd}]");

    private static final String SCALAR = """
            {"type": ["string", "number", "boolean"]}""";
    private static final String VALUE = """
            {"type": ["string", "number", "boolean", "array"], "items": %s}""".formatted(SCALAR);
    private static final Map<Class<?>, String> SHAPES = Map.of(
            String.class,
            SCALAR,
            Value.Scalar.class,
            SCALAR,
            Value.class,
            VALUE,
            Integer.class,
            """
            {"type": ["integer", "string"]}""",
            BigDecimal.class,
            """
            {"type": ["number", "string"]}""",
            Condition.class,
            """
            {"type": "object", "additionalProperties": %s}""".formatted(VALUE),
            Settings.class,
            """
            {"type": "object"}""");

    private static final String SECONDS = """
            {"type": ["integer", "string"], "minimum": 1, "pattern": "^\\\\s*0*[1-9][0-9]*\\\\s*$|\\\\{\\\\{"}""";

    /** Keys whose values are told by no type of Java. */
    private static final Map<String, String> KEYS = Map.of(
            "Storyboard.version",
            """
            {"type": ["integer", "string"], "minimum": 1, "maximum": 1, "pattern": "^1$"}""",
            "Scene.shots",
            """
            {"type": ["array", "string"], "minItems": 1, "pattern": "^auto$"}""",
            "Scene.duration",
            SECONDS,
            "Shot.duration",
            SECONDS,
            "Shot.prompt",
            """
            {"type": ["string", "number", "boolean"], "pattern": "[^ \\\\t\\\\r\\\\n]"}""",
            "Input.allowed",
            VALUE,
            "Variants.matrix",
            """
            {"type": "object", "additionalProperties": {"type": "array", "minItems": 1, "items": %s}}""".formatted(SCALAR),
            "Variants.include",
            """
            {"type": "array", "items": {"type": "object", "additionalProperties": %s}}""".formatted(VALUE.replaceFirst("\\[", "[\"null\", ")));

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RecordSchemas() {}

    static ObjectNode generate() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        JSON, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JakartaValidationModule(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS))
                .with(Option.DEFINITIONS_FOR_ALL_OBJECTS);
        config.forTypesInGeneral()
                .withPropertySorter((unused, unusedToo) -> 0)
                .withCustomDefinitionProvider((type, context) -> shape(type, context))
                .withTypeAttributeOverride(
                        (node, scope, context) -> ruleOf(scope.getType().getErasedType(), node));
        config.forFields()
                .withIgnoreCheck(field -> field.isStatic() || key(field).isEmpty())
                .withPropertyNameOverrideResolver(
                        field -> key(field).map(KeyDescription::name).orElse(null))
                .withRequiredCheck(
                        field -> key(field).filter(KeyDescription::required).isPresent())
                .withDescriptionResolver(
                        field -> key(field).map(KeyDescription::description).orElse(null))
                .withCustomDefinitionProvider((field, context) -> whole(field, context))
                .withInstanceAttributeOverride((node, field, context) -> refine(node, field));
        ObjectNode schema = new SchemaGenerator(config.build()).generateSchema(Storyboard.class);
        uses(schema);
        return schema;
    }

    private static @Nullable CustomDefinition shape(ResolvedType type, SchemaGenerationContext context) {
        Class<?> erased = type.getErasedType();
        if (erased.isEnum()) {
            ObjectNode words = JSON.createObjectNode();
            ArrayNode list = words.put("type", "string").putArray("enum");
            Arrays.stream(erased.getEnumConstants())
                    .map(word -> word.toString().toLowerCase(Locale.ROOT))
                    .forEach(list::add);
            return inline(words);
        }
        if (erased == Map.class) {
            ObjectNode names = JSON.createObjectNode().put("type", "object");
            names.set(
                    "additionalProperties",
                    context.createDefinitionReference(type.getTypeParameters().get(1)));
            return inline(names);
        }
        String shape = SHAPES.get(erased);
        return shape == null ? null : inline(object(shape));
    }

    private static CustomDefinition inline(ObjectNode node) {
        return new CustomDefinition(
                node, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }

    private static @Nullable CustomPropertyDefinition whole(FieldScope field, SchemaGenerationContext context) {
        String shape = field.isFakeContainerItemScope() ? null : KEYS.get(nameOf(field));
        if (shape == null) {
            return null;
        }
        ObjectNode node = object(shape);
        if (nameOf(field).equals("Scene.shots")) {
            node.set(
                    "items",
                    context.createDefinitionReference(context.getTypeContext().resolve(Shot.class)));
        }
        return new CustomPropertyDefinition(node);
    }

    private static void refine(ObjectNode node, FieldScope field) {
        if (field.isFakeContainerItemScope()) {
            // An entry of a list would be described like the list.
            node.removeAll();
            return;
        }
        Class<?> type = field.getType().getErasedType();
        boolean natural = node.has("minimum");
        if (KEYS.containsKey(nameOf(field))) {
            node.remove(List.of("pattern", "minimum", "maximum"));
        } else if (Slugs.PATTERN.equals(node.path("pattern").asText())) {
            node.put("pattern", SLUG);
        } else if (type == Integer.class) {
            node.put("pattern", natural ? "^0*[1-9][0-9]{0,8}$" : "^-?[0-9]{1,9}$");
        } else if (type == BigDecimal.class) {
            boolean positive = node.has("exclusiveMinimum");
            String sign = positive ? "^(?=.*[1-9])" : natural ? "^" : "^-?";
            node.put("pattern", sign + "[0-9]{1,15}(\\.[0-9]{1,15})?$");
        }
        key(field).ifPresent(key -> examples(node, key));
    }

    private static String nameOf(FieldScope field) {
        return owner(field).getSimpleName() + "." + field.getDeclaredName();
    }

    private static void examples(ObjectNode node, KeyDescription key) {
        ArrayNode examples = node.putArray("examples");
        key.examples().forEach(example -> examples.add(YamlAsJson.read12(example)));
    }

    /** What the constraints on whole types say, as far as structure can. */
    private static void ruleOf(Class<?> type, ObjectNode node) {
        if (type.isRecord() && node.has("properties")) {
            node.put("additionalProperties", false);
        }
        if (type == Storyboard.class) {
            node.set("patternProperties", object("""
                    {"^x-": {}}"""));
        } else if (type == Scene.class) {
            node.setAll(object("""
                    {
                      "if": {"required": ["shots"], "properties": {"shots": {"type": "array"}}},
                      "else": {
                        "required": ["duration", "prompt"],
                        "properties": {"prompt": {"pattern": "[^ \\\\t\\\\r\\\\n]"}}
                      }
                    }"""));
        } else if (type == Input.class) {
            node.set("dependentSchemas", object("""
                    {
                      "min": {"required": ["type"], "properties": {"type": {"enum": ["integer", "number"]}}},
                      "max": {"required": ["type"], "properties": {"type": {"enum": ["integer", "number"]}}},
                      "min_length": {"properties": {"type": {"enum": ["string", "list"]}}},
                      "max_length": {"properties": {"type": {"enum": ["string", "list"]}}},
                      "pattern": {"properties": {"type": {"const": "string"}}}
                    }"""));
        }
    }

    /** The one key that leaves nothing behind in its record. */
    private static void uses(ObjectNode schema) {
        KeyDescription uses = Objects.requireNonNull(Keys.of(Storyboard.class).get("uses"));
        ObjectNode node = object(SCALAR);
        node.put("description", uses.description());
        examples(node, uses);
        ((ObjectNode) schema.get("properties")).set(uses.name(), node);
    }

    private static Optional<KeyDescription> key(FieldScope field) {
        return Keys.of(owner(field)).values().stream()
                .filter(key -> key.component().equals(field.getDeclaredName()))
                .findFirst();
    }

    private static Class<? extends Record> owner(FieldScope field) {
        return field.getDeclaringType().getErasedType().asSubclass(Record.class);
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
