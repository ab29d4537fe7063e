package dev.storyc.lsp;

import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PositionEncodingKind;
import org.eclipse.lsp4j.Range;
import org.jspecify.annotations.Nullable;

/**
 * Between the protocol's positions, which count from 0 in units that are agreed on, and ours: offsets in UTF-16 units,
 * and spans in code points from 1.
 */
final class Positions {
    private static final List<String> KNOWN =
            List.of(PositionEncodingKind.UTF16, PositionEncodingKind.UTF8, PositionEncodingKind.UTF32);

    private volatile String encoding = PositionEncodingKind.UTF16;

    /** Agrees on the first encoding the client names that is known; UTF-16 is what everybody speaks. */
    String agree(@Nullable List<String> offered) {
        if (offered != null) {
            offered.stream().filter(KNOWN::contains).findFirst().ifPresent(first -> encoding = first);
        }
        return encoding;
    }

    /** The offset of a position; beyond a line's end it is the line's end. */
    int offset(Source source, Position position) {
        if (position.getLine() < 0) {
            return 0;
        }
        int start = source.lineStart(position.getLine());
        int end = lineEnd(source.text(), start);
        int at = start;
        for (int left = position.getCharacter(); left > 0 && at < end; ) {
            int point = source.text().codePointAt(at);
            int units = units(point);
            // A position within a character counts as before it.
            if (units > left) {
                break;
            }
            left -= units;
            at += Character.charCount(point);
        }
        return at;
    }

    Position position(Source source, int offset) {
        int line = source.lineAt(offset);
        return new Position(line, units(source.text(), source.lineStart(line), offset));
    }

    Range range(Source source, int from, int to) {
        return new Range(position(source, from), position(source, to));
    }

    /**
     * The range of a span.
     *
     * @param source the text it speaks of; where it isn't at hand, the span's own excerpt must do
     */
    Range range(Span span, @Nullable Source source) {
        return new Range(
                position(span, source, span.line(), span.column()),
                position(span, source, span.endLine(), span.endColumn()));
    }

    private Position position(Span span, @Nullable Source source, int line, int column) {
        String text = source != null ? source.text() : line == span.line() ? span.excerpt() : "";
        int start = source != null ? source.lineStart(line - 1) : 0;
        int end = lineEnd(text, start);
        int at = start;
        int left = column - 1;
        while (left > 0 && at < end) {
            at += Character.charCount(text.codePointAt(at));
            left--;
        }
        return new Position(line - 1, units(text, start, at) + (source == null ? left : 0));
    }

    private int units(String text, int from, int to) {
        return switch (encoding) {
            case PositionEncodingKind.UTF8 -> text.substring(from, to).getBytes(StandardCharsets.UTF_8).length;
            case PositionEncodingKind.UTF32 -> text.codePointCount(from, to);
            default -> to - from;
        };
    }

    private int units(int point) {
        return switch (encoding) {
            case PositionEncodingKind.UTF8 -> point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            case PositionEncodingKind.UTF32 -> 1;
            default -> Character.charCount(point);
        };
    }

    private static int lineEnd(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }
}
