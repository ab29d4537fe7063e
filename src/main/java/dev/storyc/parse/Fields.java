package dev.storyc.parse;

import dev.storyc.board.Condition;
import dev.storyc.board.Value;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping whose keys are known: each key is asked for by name and type, and what nobody asked for is a finding.
 *
 * <p>Every getter notes the place of what it reads; a value of a wrong kind is reported and read as absent.
 */
final class Fields {
    private final Reading reading;
    private final Scalars scalars;
    private final MappingNode node;
    private final FieldPath path;
    private final String what;
    private final Map<String, NodeTuple> entries;
    private final Set<String> asked = new LinkedHashSet<>();

    private Fields(Reading reading, MappingNode node, FieldPath path, String what) {
        this.reading = reading;
        this.scalars = new Scalars(reading);
        this.node = node;
        this.path = path;
        this.what = what;
        this.entries = new Entries(reading).of(node);
    }

    /** The mapping at a node, or null with a finding if it is none. */
    static @Nullable Fields of(Reading reading, Node node, FieldPath path, String what) {
        if (node instanceof MappingNode mapping) {
            boolean sound = reading.visit(node)
                    && reading.standard(node)
                    && reading.within(Reading.MAX_ENTRIES, mapping.getValue().size(), node, what);
            return sound ? new Fields(reading, mapping, path, what) : null;
        }
        reading.report(
                Rule.WRONG_TYPE,
                node,
                what + " must be keys with values, and here stands " + Scalars.nameOf(node),
                "write `key: value`, one a line, indented under it");
        return null;
    }

    /** Whether something in it was refused; then all of it counts as refused. To be called when all keys were asked. */
    boolean refusedWhole() {
        boolean refused = reading.broken().inside(path);
        if (refused) {
            reading.breaks(path);
        }
        return refused;
    }

    FieldPath path() {
        return path;
    }

    /** Whether the key was written, whatever its value. */
    boolean has(String key) {
        return entries.containsKey(key);
    }

    @Nullable
    String text(String key) {
        Value.Scalar scalar = scalar(key);
        return scalar == null ? null : scalar.text();
    }

    Value.@Nullable Scalar scalar(String key) {
        Node value = take(key);
        return value == null ? null : scalars.wanted(value, key);
    }

    @Nullable
    Value value(String key) {
        Node value = take(key);
        return value == null ? null : scalars.wantedValue(value, path.child(key), key);
    }

    boolean flag(String key, boolean fallback) {
        Value.Scalar scalar = scalar(key);
        if (scalar == null) {
            return fallback;
        }
        if (scalar.kind() != Value.Kind.BOOLEAN) {
            wrong(key, "true or false", scalar.text(), "write `" + key + ": true` or `" + key + ": false`");
            return fallback;
        }
        return scalar.text().equalsIgnoreCase("true");
    }

    @Nullable
    Integer integer(String key) {
        Value.Scalar scalar = scalar(key);
        if (scalar == null) {
            return null;
        }
        if (!scalar.text().matches("-?[0-9]{1,9}")) {
            wrong(key, "a whole number", scalar.text(), "write it in digits, such as `" + key + ": 2`");
            return null;
        }
        return Integer.valueOf(scalar.text());
    }

    @Nullable
    BigDecimal decimal(String key, String example) {
        Value.Scalar scalar = scalar(key);
        if (scalar == null) {
            return null;
        }
        if (!scalar.text().matches("-?[0-9]{1,15}(\\.[0-9]{1,15})?")) {
            wrong(key, "a plain number", scalar.text(), "write it in digits, such as `" + key + ": " + example + "`");
            return null;
        }
        return new BigDecimal(scalar.text());
    }

    /** Names with values each of which is a scalar or a list of scalars. */
    Map<String, Value> values(String key) {
        Map<String, Value> values = new LinkedHashMap<>();
        eachEntry(key, (name, at) -> {
            Value value = scalars.wantedValue(at, path.child(key).at(name), name);
            if (value != null) {
                values.put(name, value);
            }
        });
        return values;
    }

    /** Names with lists of scalars, as axes are written. */
    Map<String, List<Value.Scalar>> lists(String key) {
        Map<String, List<Value.Scalar>> lists = new LinkedHashMap<>();
        eachEntry(key, (name, at) -> {
            if (at instanceof SequenceNode sequence) {
                lists.put(name, scalars.items(sequence, path.child(key).at(name), name));
            } else {
                reading.report(
                        Rule.WRONG_TYPE,
                        at,
                        "`" + name + "` must be a list, and here stands " + Scalars.nameOf(at),
                        "write its values in brackets: `" + name + ": [one, two]`");
            }
        });
        return lists;
    }

    @Nullable
    Condition condition(String key) {
        Map<String, Value> values = values(key);
        return has(key) ? new Condition(anyOf(values)) : null;
    }

    List<Condition> conditions(String key) {
        return entriesOf(key, "each entry of `" + key + "`").stream()
                .map(entry -> new Condition(anyOf(entry.free(false))))
                .toList();
    }

    /**
     * All of this mapping's keys as names with values.
     *
     * @param maybeNull whether a name may lack a value, as a row's cell may
     */
    Map<String, Value> free(boolean maybeNull) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (String name : entries.keySet()) {
            asked.add(name);
            NodeTuple tuple = entries.get(name);
            reading.place(path.at(name), tuple.getKeyNode(), tuple.getValueNode());
            Value value = maybeNull
                    ? scalars.value(tuple.getValueNode(), path.at(name), name)
                    : scalars.wantedValue(tuple.getValueNode(), path.at(name), name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    /** A nested mapping, or null if it wasn't written. */
    @Nullable
    Fields nested(String key) {
        Node value = take(key);
        return value == null ? null : of(reading, value, path.child(key), "`" + key + "`");
    }

    /** Nested mappings by free names. */
    Map<String, Fields> nestedByName(String key, String what) {
        Map<String, Fields> found = new LinkedHashMap<>();
        eachEntry(key, (name, at) -> {
            Fields fields = of(reading, at, path.child(key).at(name), what + " `" + name + "`");
            if (fields != null) {
                found.put(name, fields);
            }
        });
        return found;
    }

    /** A list of mappings. */
    List<Fields> entriesOf(String key, String what) {
        List<Fields> found = new ArrayList<>();
        Node value = take(key);
        boolean sound = value instanceof SequenceNode list
                && reading.visit(value)
                && reading.standard(value)
                && reading.within(Reading.MAX_ENTRIES, list.getValue().size(), value, "`" + key + "`");
        if (sound && value instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                Node entry = sequence.getValue().get(i);
                // Numbered by what was readable, as the records' lists are.
                FieldPath at = path.child(key).at(found.size());
                reading.place(at, null, entry);
                Fields fields = of(reading, entry, at, what);
                if (fields != null) {
                    found.add(fields);
                }
            }
        } else if (value instanceof SequenceNode) {
            // Why it isn't read was told: that it is absent is no news.
            reading.breaks(path.child(key));
        } else if (value != null) {
            reading.report(
                    Rule.WRONG_TYPE,
                    value,
                    "`" + key + "` must be a list, and here stands " + Scalars.nameOf(value),
                    "begin each entry with `- `");
        }
        return found;
    }

    /** The raw node of a key, for values that may have one of several forms. */
    @Nullable
    Node take(String key) {
        asked.add(key);
        NodeTuple tuple = entries.get(key);
        if (tuple == null) {
            return null;
        }
        reading.place(path.child(key), tuple.getKeyNode(), tuple.getValueNode());
        return tuple.getValueNode();
    }

    /** The words for an enum's constants, in their order. */
    static <T extends Enum<T>> Map<String, T> words(T[] constants) {
        Map<String, T> words = new LinkedHashMap<>();
        for (T constant : constants) {
            words.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        return words;
    }

    <T> @Nullable T word(String key, Map<String, T> words) {
        Value.Scalar scalar = scalar(key);
        if (scalar == null) {
            return null;
        }
        T found = words.get(scalar.text());
        if (found == null) {
            wrong(
                    key,
                    "one of " + NearestName.list(words.keySet()),
                    scalar.text(),
                    NearestName.hint(scalar.text(), words.keySet()));
        }
        return found;
    }

    /** Reports every key that nobody asked for. To be called when all were. */
    void finish(Predicate<String> ignored) {
        entries.forEach((name, tuple) -> {
            if (asked.contains(name) || ignored.test(name)) {
                return;
            }
            if (new TextTraps(reading).cutOffInFlow(tuple, node)) {
                return;
            }
            // A key that is misspelt is not missing too.
            NearestName.of(name, asked)
                    .filter(key -> !entries.containsKey(key))
                    .ifPresent(key -> reading.breaks(path.child(key)));
            reading.report(
                    Rule.UNKNOWN_KEY,
                    tuple.getKeyNode(),
                    "`" + name + "` is no key of "
                            + what.replaceFirst("^each (?=[aeiou])", "an ").replaceFirst("^each ", "a "),
                    NearestName.hint(name, asked));
        });
    }

    void finish() {
        finish(name -> false);
    }

    private void eachEntry(String key, BiConsumer<String, Node> action) {
        Node value = take(key);
        Fields fields = value == null ? null : of(reading, value, path.child(key), "`" + key + "`");
        if (fields == null) {
            return;
        }
        fields.entries.forEach((name, tuple) -> {
            reading.place(path.child(key).at(name), tuple.getKeyNode(), tuple.getValueNode());
            if (!new TextTraps(reading).cutOffInFlow(tuple, fields.node)) {
                action.accept(name, tuple.getValueNode());
            }
        });
    }

    private void wrong(String key, String wanted, String written, String hint) {
        NodeTuple tuple = entries.get(key);
        if (tuple != null) {
            reading.report(
                    Rule.WRONG_TYPE,
                    tuple.getValueNode(),
                    "`" + key + "` must be " + wanted + ", and here stands `" + written + "`",
                    hint);
        }
    }

    private static Map<String, List<Value.Scalar>> anyOf(Map<String, Value> values) {
        Map<String, List<Value.Scalar>> wanted = new LinkedHashMap<>();
        values.forEach((name, value) ->
                wanted.put(name, value instanceof Value.Listing list ? list.items() : List.of((Value.Scalar) value)));
        return wanted;
    }
}
