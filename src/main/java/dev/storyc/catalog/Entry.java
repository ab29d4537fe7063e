package dev.storyc.catalog;

import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * An object of a catalogue file: its values are texts, Lists and Entries; numbers and booleans are texts as written.
 *
 * <p>Read by SnakeYAML, for JSON is YAML: it has read the storyboard by now, and waking a second parser for this file
 * alone takes longer at a start than reading it.
 */
record Entry(Map<String, Object> values) {
    private static final Entry NONE = new Entry(Map.of());

    static Entry read(Reader in) {
        LoaderOptions options = new LoaderOptions();
        return (Entry) value(
                new Composer(new ParserImpl(new StreamReader(in), options), new TextAlone(), options).getSingleNode());
    }

    /** A text that must be there. */
    String text(String name) {
        return (String) required(name);
    }

    /** A text, or null if it isn't there. */
    @Nullable
    String textIfAny(String name) {
        return (String) values.get(name);
    }

    /** A text, empty if it isn't there. */
    String textOrNone(String name) {
        return (String) values.getOrDefault(name, "");
    }

    /** A whole number, 0 if it isn't there. */
    int number(String name) {
        String text = textIfAny(name);
        return text == null ? 0 : Integer.parseInt(text);
    }

    boolean holds(String name) {
        return "true".equals(values.get(name));
    }

    /** The texts of a list; none if it isn't there. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object one : list(name)) {
            texts.add((String) one);
        }
        return texts;
    }

    /** The objects of a list that must be there. */
    List<Entry> entries(String name) {
        required(name);
        List<Entry> entries = new ArrayList<>();
        for (Object one : list(name)) {
            entries.add((Entry) one);
        }
        return entries;
    }

    /** An object that must be there. */
    Entry entry(String name) {
        return (Entry) required(name);
    }

    /** An object, or one without values. */
    Entry entryIfAny(String name) {
        return values.containsKey(name) ? entry(name) : NONE;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    private List<?> list(String name) {
        return (List<?>) values.getOrDefault(name, List.of());
    }

    private Object required(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("a catalogue entry has no `" + name + "`");
        }
        return value;
    }

    private static Object value(Node node) {
        if (node instanceof MappingNode mapping) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (NodeTuple one : mapping.getValue()) {
                values.put(((ScalarNode) one.getKeyNode()).getValue(), value(one.getValueNode()));
            }
            return new Entry(values);
        }
        if (node instanceof SequenceNode sequence) {
            List<Object> list = new ArrayList<>();
            for (Node one : sequence.getValue()) {
                list.add(value(one));
            }
            return list;
        }
        return ((ScalarNode) node).getValue();
    }

    /** Takes whatever is plain for text. */
    private static final class TextAlone extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            // Nothing here is told apart by its look.
        }

        @Override
        public Tag resolve(NodeId kind, String value, boolean implicit) {
            return kind == NodeId.scalar ? Tag.STR : super.resolve(kind, value, implicit);
        }
    }
}
