package dev.storyc.parse;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** From a source to its one document's node tree, or to words about what stands in the way. */
final class YamlComposer {
    static final int MAX_BYTES = 4 * 1024 * 1024;
    /** SnakeYAML copies what is left of a long word for each thousand characters it reads, so a line must end. */
    static final int MAX_LINE = 512 * 1024;

    private static final int MAX_DEPTH = 64;
    private static final int MAX_EVENTS = 1_000_000;

    private YamlComposer() {}

    static Result<Node> compose(YamlText text) {
        Source source = text.source();
        int bytes = source.text().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            return failed(
                    Rule.FILE_TOO_LARGE,
                    Span.ofFile(source.name()),
                    "this file has " + bytes + " bytes, and a storyboard may have " + MAX_BYTES,
                    "move rows into a CSV file and name it under `variants: { rows: … }`");
        }
        int line = source.lineOver(MAX_LINE);
        if (line >= 0) {
            int start = source.lineStart(line);
            return failed(
                    Rule.FILE_TOO_LARGE,
                    source.span(start, start + 1),
                    String.format(Locale.ROOT, "this line has more than %,d characters", MAX_LINE),
                    "divide it over several lines, as a block with `>-` allows");
        }
        LoaderOptions options = new LoaderOptions();
        // SnakeYAML counts the levels below the root.
        options.setNestingDepthLimit(MAX_DEPTH - 1);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setCodePointLimit(Integer.MAX_VALUE);
        // Nothing is ever built of a tag, and the reader of scalars names every one that is not standard.
        options.setTagInspector(tag -> true);
        StreamReader reader = new StreamReader(source.text());
        try {
            Node root = new Composer(new CountingParser(reader, options), new CoreSchema(), options).getSingleNode();
            return root == null
                    ? failed(
                            Rule.MISSING_KEY,
                            Span.ofFile(source.name()),
                            "this file is empty",
                            "start with `version: 1` and a list of `scenes`")
                    : Result.of(root);
        } catch (TooManyEvents e) {
            return failed(
                    Rule.TOO_MANY_ENTRIES,
                    text.span(e.mark, e.mark),
                    String.format(Locale.ROOT, "this file holds more than %,d keys and values", MAX_EVENTS),
                    "divide it, or move what varies into a row file");
        } catch (MarkedYAMLException e) {
            return Result.none(List.of(Complaints.explain(text, e)));
        } catch (ReaderException e) {
            int at = source.text()
                    .offsetByCodePoints(
                            0,
                            Math.min(
                                    e.getPosition(),
                                    source.text()
                                            .codePointCount(0, source.text().length())));
            return failed(
                    Rule.YAML_SYNTAX,
                    source.span(at, at + 1),
                    String.format("the character U+%04X may not stand in YAML", e.getCodePoint()),
                    "delete it, or write it as an escape in double quotes");
        } catch (IllegalArgumentException e) {
            // SnakeYAML trips over an escape that the end of the file cuts short.
            int at = text.offset(reader.getMark());
            return failed(
                    Rule.YAML_SYNTAX,
                    source.span(at, at + 1),
                    "an escape is cut short here",
                    "write all its digits, such as `\\u00e9`, and close the quote");
        } catch (YAMLException e) {
            // The one unmarked complaint SnakeYAML's composer has is about depth.
            return failed(
                    Rule.TOO_DEEP,
                    deepest(source),
                    "values are nested more than " + MAX_DEPTH + " deep",
                    "a storyboard needs about eight levels; look for brackets that are never closed");
        }
    }

    /** A node takes a hundred times the room of the comma that makes it. */
    private static final class CountingParser extends ParserImpl {
        private int events;

        private CountingParser(StreamReader reader, LoaderOptions options) {
            super(reader, options);
        }

        @Override
        public Event getEvent() {
            Event event = super.getEvent();
            if (++events > MAX_EVENTS) {
                throw new TooManyEvents(event.getStartMark());
            }
            return event;
        }
    }

    private static final class TooManyEvents extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Mark mark;

        private TooManyEvents(Mark mark) {
            super(null, null, false, false);
            this.mark = mark;
        }
    }

    /** The first bracket that is too deep; of indentation, that can't be told without parsing it. */
    private static Span deepest(Source source) {
        int depth = 0;
        for (int i = 0; i < source.text().length(); i++) {
            char c = source.text().charAt(i);
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            if (depth > MAX_DEPTH - 1) {
                return source.span(i, i + 1);
            }
        }
        return Span.ofFile(source.name());
    }

    private static Result<Node> failed(Rule rule, Span span, String message, String hint) {
        return Result.none(List.of(Diagnostic.of(rule, span, message, hint)));
    }
}
