package dev.storyc.parse;

import dev.storyc.board.Value;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** Resolves plain scalars as YAML 1.2's core schema does; SnakeYAML alone reads {@code 16:9} as 969. */
final class CoreSchema extends Resolver {
    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern NUMBER = Pattern.compile(
            "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    @Override
    protected void addImplicitResolvers() {
        // None of YAML 1.1's: resolve() below knows all there are.
    }

    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
        if (kind != NodeId.scalar || !implicit) {
            return super.resolve(kind, value, implicit);
        }
        // A merge key is no part of the core schema, but people's anchors live on it.
        return value.equals("<<")
                ? Tag.MERGE
                : switch (kindOf(value)) {
                    case NULL -> Tag.NULL;
                    case BOOLEAN -> Tag.BOOL;
                    case INTEGER -> Tag.INT;
                    case NUMBER -> Tag.FLOAT;
                    case TEXT -> Tag.STR;
                };
    }

    /** What a plain scalar of this text is. */
    static Value.Kind kindOf(String text) {
        if (text.length() > 40) {
            return Value.Kind.TEXT;
        }
        if (NULL.matcher(text).matches()) {
            return Value.Kind.NULL;
        }
        if (BOOLEAN.matcher(text).matches()) {
            return Value.Kind.BOOLEAN;
        }
        if (INTEGER.matcher(text).matches()) {
            return Value.Kind.INTEGER;
        }
        return NUMBER.matcher(text).matches() ? Value.Kind.NUMBER : Value.Kind.TEXT;
    }
}
