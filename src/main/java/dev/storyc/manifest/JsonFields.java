package dev.storyc.manifest;

import dev.storyc.diagnostic.Source;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object, taken out by name and type; what is missing or of another type is damage. */
final class JsonFields {
    private final Source source;
    private final JsonTree tree;
    private final Map<String, JsonTree> fields;

    JsonFields(Source source, JsonTree tree) throws JsonTree.Damage {
        this.source = source;
        this.tree = tree;
        if (!(tree.value() instanceof Map<?, ?> map)) {
            throw JsonTree.damage(source, tree.start(), tree.end(), "an object is wanted here");
        }
        Map<String, JsonTree> named = new LinkedHashMap<>();
        map.forEach((name, value) -> named.put((String) name, (JsonTree) value));
        this.fields = named;
    }

    boolean has(String name) {
        JsonTree field = fields.get(name);
        return field != null && field.value() != null;
    }

    JsonTree required(String name) throws JsonTree.Damage {
        JsonTree field = fields.get(name);
        if (field == null || field.value() == null) {
            throw JsonTree.damage(source, tree.start(), tree.end(), "this record has no `" + name + "`");
        }
        return field;
    }

    String text(String name) throws JsonTree.Damage {
        JsonTree field = required(name);
        if (field.value() instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw wrong(field, name, "text");
    }

    @Nullable
    String optionalText(String name) throws JsonTree.Damage {
        return has(name) ? text(name) : null;
    }

    BigDecimal number(String name) throws JsonTree.Damage {
        JsonTree field = required(name);
        if (field.value() instanceof BigDecimal number && number.signum() >= 0) {
            return number;
        }
        throw wrong(field, name, "a number from 0");
    }

    @Nullable
    BigDecimal optionalNumber(String name) throws JsonTree.Damage {
        return has(name) ? number(name) : null;
    }

    long whole(String name) throws JsonTree.Damage {
        JsonTree field = required(name);
        try {
            return number(name).longValueExact();
        } catch (ArithmeticException e) {
            throw wrong(field, name, "a whole number");
        }
    }

    int smallWhole(String name) throws JsonTree.Damage {
        JsonTree field = required(name);
        long value = whole(name);
        if (value > Integer.MAX_VALUE) {
            throw wrong(field, name, "a smaller number");
        }
        return (int) value;
    }

    List<JsonTree> list(String name) throws JsonTree.Damage {
        JsonTree field = required(name);
        if (!(field.value() instanceof List<?> items)) {
            throw wrong(field, name, "a list");
        }
        List<JsonTree> trees = new ArrayList<>();
        items.forEach(item -> trees.add((JsonTree) item));
        return trees;
    }

    JsonFields object(String name) throws JsonTree.Damage {
        return new JsonFields(source, required(name));
    }

    /** The whole object as plain values: numbers are Integer, Long or BigDecimal. */
    Map<String, Object> plain(String name) throws JsonTree.Damage {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonTree> e : object(name).fields.entrySet()) {
            values.put(e.getKey(), plain(e.getValue()));
        }
        return values;
    }

    JsonTree.Damage wrong(JsonTree field, String name, String wanted) {
        return JsonTree.damage(source, field.start(), field.end(), "`" + name + "` wants " + wanted);
    }

    private Object plain(JsonTree field) throws JsonTree.Damage {
        Object value = field.value();
        if (value == null) {
            throw JsonTree.damage(source, field.start(), field.end(), "an argument is never null");
        }
        if (value instanceof BigDecimal number) {
            if (number.scale() > 0) {
                return number;
            }
            try {
                long whole = number.longValueExact();
                return whole == (int) whole ? (Object) (int) whole : (Object) whole;
            } catch (ArithmeticException e) {
                throw JsonTree.damage(source, field.start(), field.end(), "a number beyond all measure");
            }
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (Map.Entry<?, ?> e : map.entrySet()) {
                values.put((String) e.getKey(), plain((JsonTree) e.getValue()));
            }
            return values;
        }
        if (value instanceof List<?> items) {
            List<Object> values = new ArrayList<>();
            for (Object item : items) {
                values.add(plain((JsonTree) item));
            }
            return values;
        }
        return value;
    }
}
