package dev.storyc.expand;

import dev.storyc.board.Value;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Span;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML, a list of mappings. Values are data and stay as written; only a plain empty value or {@code null} is none. */
final class YamlRows implements RowTable {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private static final int MOST_CHARACTERS_IN_ALL = 4 << 20;
    /** The YAML library takes the square of the time for a long line. */
    private static final int MOST_OF_A_LINE = 512 * 1024;

    private final String file;
    private final Iterator<Row> rows;
    private final Set<String> columns = new LinkedHashSet<>();

    YamlRows(String file, Reader in) throws IOException, RowProblem {
        this.file = file;
        this.rows = read(in).iterator();
    }

    @Override
    public List<String> columns() {
        return List.copyOf(columns);
    }

    @Override
    public @Nullable Row next() {
        return rows.hasNext() ? rows.next() : null;
    }

    private List<Row> read(Reader in) throws IOException, RowProblem {
        Node root = compose(in);
        if (!(root instanceof SequenceNode sequence)) {
            throw new RowProblem(
                    at(root),
                    "rows are a list of mappings, and this file holds something else",
                    "begin each row with `- `");
        }
        List<Row> found = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (!(item instanceof MappingNode mapping)) {
                throw new RowProblem(at(item), "a row must be names with values", "write `- name: value`");
            }
            Map<String, Value> cells = new LinkedHashMap<>();
            Map<String, Span> places = new HashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String name = scalar(tuple.getKeyNode(), "a column's name").getValue();
                columns.add(name);
                Value value = value(tuple.getValueNode(), name);
                places.putIfAbsent(name, at(tuple.getValueNode()));
                if (value != null && cells.put(name, value) != null) {
                    throw new RowProblem(
                            at(tuple.getKeyNode()), "`" + name + "` stands twice in this row", "keep one of the two");
                }
            }
            found.add(new Row(cells, places, at(item)));
        }
        return found;
    }

    private @Nullable Node compose(Reader in) throws IOException, RowProblem {
        Source source = new Source(file, text(in));
        int tooLong = source.lineOver(MOST_OF_A_LINE);
        if (tooLong >= 0) {
            throw new RowProblem(
                    new Span(file, tooLong + 1, 1, tooLong + 1, 1, ""),
                    "this line has more than " + TemplateLimits.inWords(MOST_OF_A_LINE) + " characters",
                    "divide it over several lines, or use CSV");
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setNestingDepthLimit(8);
        options.setMaxAliasesForCollections(0);
        try {
            return new Composer(new ParserImpl(new StreamReader(source.text()), options), new Resolver(), options)
                    .getSingleNode();
        } catch (MarkedYAMLException e) {
            throw broken(e);
        } catch (IllegalArgumentException e) {
            // SnakeYAML trips over an escape that the end of the file cuts short.
            throw new RowProblem(
                    Span.ofFile(file), "this file ends in the middle of an escape", "finish it, and close the quote");
        } catch (YAMLException e) {
            if (e.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new RowProblem(
                    Span.ofFile(file),
                    "this file can't be read as YAML: " + e.getMessage(),
                    "keep rows flat, or use CSV");
        }
    }

    /** SnakeYAML's mark stands where it gave up; what is never closed is better shown where it began. */
    private RowProblem broken(MarkedYAMLException e) {
        boolean quote = e.getContext() != null && e.getContext().contains("quoted scalar");
        boolean bracket = e.getContext() != null && e.getContext().contains("flow");
        Mark mark = (quote || bracket) && e.getContextMark() != null ? e.getContextMark() : e.getProblemMark();
        int line = mark == null ? 1 : mark.getLine() + 1;
        int column = mark == null ? 1 : mark.getColumn() + 1;
        Span span = new Span(file, line, column, line, column + 1, "");
        if (quote) {
            return new RowProblem(span, "this quote is never closed", "close it where the text ends");
        }
        return bracket
                ? new RowProblem(
                        span,
                        "this bracket is never closed, or what stands in it is cut by a comma or a colon",
                        "close it, and put text that holds commas, colons or brackets in double quotes")
                : new RowProblem(
                        span,
                        "this can't be read as YAML rows",
                        "write each row as `- name: value`, its further values indented under the first,"
                                + " and put text with a colon in double quotes");
    }

    private String text(Reader in) throws IOException, RowProblem {
        StringBuilder text = new StringBuilder();
        char[] some = new char[1 << 14];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            text.append(some, 0, read);
            if (text.length() > MOST_CHARACTERS_IN_ALL) {
                throw new RowProblem(
                        Span.ofFile(file),
                        "this file has more than " + TemplateLimits.inWords(MOST_CHARACTERS_IN_ALL)
                                + " characters, and YAML is read at once",
                        "use CSV or JSON Lines, which are read row by row");
            }
        }
        return text.toString();
    }

    private @Nullable Value value(Node node, String name) throws RowProblem {
        if (node instanceof SequenceNode list) {
            List<Value.Scalar> items = new ArrayList<>();
            for (Node item : list.getValue()) {
                items.add(new Value.Scalar(
                        scalar(item, "an entry of `" + name + "`").getValue(), Value.Kind.TEXT));
            }
            return new Value.Listing(items);
        }
        ScalarNode scalar = scalar(node, "`" + name + "`");
        boolean none = scalar.getScalarStyle() == ScalarStyle.PLAIN && NULLS.contains(scalar.getValue());
        return none || scalar.getValue().isEmpty() ? null : new Value.Scalar(scalar.getValue(), Value.Kind.TEXT);
    }

    private ScalarNode scalar(Node node, String what) throws RowProblem {
        if (node instanceof ScalarNode scalar) {
            return scalar;
        }
        throw new RowProblem(at(node), what + " must be a text, a number or a boolean", "flatten it");
    }

    private Span at(@Nullable Node node) {
        if (node == null) {
            return Span.ofFile(file);
        }
        int line = node.getStartMark().getLine() + 1;
        int column = node.getStartMark().getColumn() + 1;
        Mark end = node.getEndMark();
        return new Span(file, line, column, end.getLine() + 1, end.getColumn() + 1, "");
    }

    @Override
    public void close() throws IOException {
        // Everything was read at once.
    }
}
