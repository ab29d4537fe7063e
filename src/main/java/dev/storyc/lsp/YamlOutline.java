package dev.storyc.lsp;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a YAML text line by line to find out what stands at one offset. Unlike a parser it never gives up: half a key,
 * an open quote or a bracket without its end are what a text looks like while somebody types.
 */
final class YamlOutline {
    private final String text;
    private final int cursor;
    private final FlowOutline flow;
    private @Nullable Level at;
    private @Nullable Spot found;
    /** The column of the key whose block or plain text goes on, or -1. */
    private int block = -1;

    private int plain = -1;

    /** One mapping or list that is open. The column of a bracketed one is that of nothing. */
    static final class Level {
        final @Nullable Level outer;
        final boolean list;
        final int column;
        final Set<String> keys = new LinkedHashSet<>();
        Object step;
        boolean empty;

        Level(@Nullable Level outer, boolean list, int column) {
            this.outer = outer;
            this.list = list;
            this.column = column;
            this.step = list ? (Object) 0 : "";
        }

        void key(String name) {
            step = name;
            keys.add(name);
        }
    }

    private YamlOutline(String text, int cursor) {
        this.text = text;
        this.cursor = cursor;
        this.flow = new FlowOutline(this, text, cursor);
    }

    /** What stands at an offset; null in comments and where nothing can be said. */
    static @Nullable Spot at(String text, int offset) {
        YamlOutline outline = new YamlOutline(text, offset);
        int line = 0;
        while (line <= text.length()) {
            line = outline.line(line);
        }
        return outline.found;
    }

    @Nullable
    Level level() {
        return at;
    }

    void level(@Nullable Level level) {
        at = level;
    }

    private int line(int start) {
        int end = lineEnd(start);
        int p = blanks(start, end);
        int column = p - start;
        boolean here = cursor >= start && cursor <= end;
        if (block >= 0) {
            if (p < end ? column > block : !here || cursor - start > block) {
                if (here) {
                    value(at, Math.min(p, cursor), end);
                }
                return next(end);
            }
            block = p < end ? -1 : block;
        }
        if (p == end) {
            if (here) {
                gap(cursor - start);
            }
            return next(end);
        }
        if (text.charAt(p) == '#') {
            return next(end);
        }
        boolean dash = isDash(p, end);
        if (plain >= 0 && column > plain && !dash && keyEnd(p, end) < 0) {
            if (here) {
                value(at, p, end);
            }
            return next(end);
        }
        plain = -1;
        while (at != null && at.column > column) {
            at = at.outer;
        }
        if (!dash && at != null && at.list && at.column == column) {
            at = at.outer;
        }
        return item(start, p, end);
    }

    /** The dashes of a line, and what follows them. */
    private int item(int start, int from, int end) {
        int p = from;
        while (isDash(p, end)) {
            int column = p - start;
            if (at != null && at.list && at.column == column) {
                at.step = (Integer) at.step + 1;
            } else {
                at = new Level(at, true, column);
            }
            int after = blanks(p + 1, end);
            boolean bare = after == end || text.charAt(after) == '#';
            if (cursor > p && (cursor < after || (bare && cursor <= end))) {
                entry(at, null, cursor, cursor, false);
            }
            if (bare) {
                return next(end);
            }
            p = after;
        }
        p = properties(p, end);
        if (p == end) {
            // An anchor or a tag, and what it stands on is yet to come.
            return next(end);
        }
        int colon = keyEnd(p, end);
        if (colon >= 0) {
            Level mapping = at;
            if (mapping == null || mapping.list || mapping.column != p - start) {
                mapping = new Level(at, false, p - start);
                at = mapping;
            }
            mapping.key(Spot.unquoted(text.substring(p, colon)));
            if (cursor >= p && cursor <= colon) {
                entry(mapping.outer, mapping, p, colon, true);
            }
            return afterColon(mapping, colon + 1, end);
        }
        Level around = at;
        if (around != null && !around.list && around.column == p - start) {
            // A key of which only a part is there.
            if (cursor >= p && cursor <= end) {
                entry(around.outer, around, p, plainEnd(p, end), false);
            }
            return next(end);
        }
        return content(around, p, end, true);
    }

    private int afterColon(Level mapping, int from, int end) {
        int p = properties(blanks(from, end), end);
        mapping.empty = p == end || text.charAt(p) == '#';
        if (mapping.empty) {
            if (cursor >= from && cursor <= p) {
                value(mapping, cursor, cursor);
            }
            return next(end);
        }
        return content(mapping, p, end, false);
    }

    /** One scalar, or a collection in brackets. */
    private int content(@Nullable Level around, int p, int end, boolean mayBeKey) {
        char c = text.charAt(p);
        if (c == '{' || c == '[') {
            return next(lineEnd(flow.walk(p)));
        }
        if (c == '|' || c == '>') {
            block = around == null ? 0 : around.column;
            return next(end);
        }
        boolean quoted = c == '"' || c == '\'';
        int stop = quoted ? quoteEnd(p) : plainEnd(p, end);
        if (cursor >= p && cursor <= stop) {
            if (mayBeKey && !quoted) {
                entry(around, null, p, stop, false);
            } else {
                value(around, quoted ? p + 1 : p, quoted && stop > p + 1 ? stop - 1 : stop);
            }
        }
        plain = quoted ? -1 : around == null ? -1 : around.column;
        return next(lineEnd(stop));
    }

    /** An empty line: what belongs there is decided by the column alone. */
    private void gap(int column) {
        Level around = at;
        while (around != null && around.column > column) {
            around = around.outer;
        }
        boolean beside = around != null && around.list && around.column == column;
        if (beside && around != null && around.outer != null && around.outer.column == column) {
            around = around.outer;
        }
        if (around == null) {
            entry(null, null, cursor, cursor, false);
        } else if (around.column == column && !around.list) {
            entry(around.outer, around, cursor, cursor, false);
        } else if (around.column < column && (around.list || around.empty)) {
            entry(around, null, cursor, cursor, false);
        } else if (around.column < column && plain >= 0) {
            value(around, cursor, cursor);
        }
    }

    /** An entry of a mapping: of {@code mapping}, or of one that would begin under {@code outer}. */
    void entry(@Nullable Level outer, @Nullable Level mapping, int start, int end, boolean colon) {
        if (found == null) {
            found = new Spot(Spot.path(outer), true, start, end, colon, mapping == null ? Set.of() : mapping.keys);
        }
    }

    void value(@Nullable Level around, int start, int end) {
        if (found == null) {
            found = new Spot(Spot.path(around), false, start, end, false, Set.of());
        }
    }

    boolean isDash(int p, int end) {
        return p < end && text.charAt(p) == '-' && (p + 1 == end || text.charAt(p + 1) == ' ');
    }

    /** Where the colon of a key stands that begins here, or -1. */
    int keyEnd(int p, int end) {
        if (p >= end || "{}[],&*#|>@`%".indexOf(text.charAt(p)) >= 0) {
            return -1;
        }
        char c = text.charAt(p);
        int q = p;
        if (c == '"' || c == '\'') {
            q = quoteEnd(p);
            q = q > end ? end : blanks(q, end);
            return q < end && text.charAt(q) == ':' ? q : -1;
        }
        while (q < end) {
            boolean colon = text.charAt(q) == ':' && (q + 1 == end || text.charAt(q + 1) == ' ');
            if (colon) {
                return q;
            }
            if (text.charAt(q) == '#' && text.charAt(q - 1) == ' ') {
                return -1;
            }
            q++;
        }
        return -1;
    }

    /** The offset after the closing quote; of a quote that is never closed, its line's end. */
    int quoteEnd(int p) {
        char quote = text.charAt(p);
        for (int q = p + 1; q < text.length(); q++) {
            char c = text.charAt(q);
            if (c == '\\' && quote == '"') {
                q++;
            } else if (c == quote) {
                if (quote == '\'' && q + 1 < text.length() && text.charAt(q + 1) == '\'') {
                    q++;
                } else {
                    return q + 1;
                }
            } else if ((c == '\n' || c == '\r') && looksLikeStructure(next(q))) {
                break;
            }
        }
        return lineEnd(p);
    }

    /** Whether a line is a key or a dash: then a quote before it was left open. */
    private boolean looksLikeStructure(int start) {
        int end = lineEnd(start);
        int p = blanks(start, end);
        return isDash(p, end) || (p < end && Character.isLetter(text.charAt(p)) && isShortKey(p, end));
    }

    private boolean isShortKey(int p, int end) {
        int colon = keyEnd(p, end);
        return colon > 0 && text.substring(p, colon).indexOf(' ') < 0;
    }

    private int plainEnd(int p, int end) {
        int q = p;
        while (q < end && !(text.charAt(q) == '#' && q > p && text.charAt(q - 1) == ' ')) {
            q++;
        }
        return q;
    }

    /** Past anchors and tags. */
    private int properties(int from, int end) {
        int p = from;
        while (p < end && (text.charAt(p) == '&' || text.charAt(p) == '!')) {
            while (p < end && text.charAt(p) != ' ') {
                p++;
            }
            p = blanks(p, end);
        }
        return p;
    }

    int blanks(int from, int end) {
        int p = from;
        while (p < end && (text.charAt(p) == ' ' || text.charAt(p) == '\t')) {
            p++;
        }
        return p;
    }

    int lineEnd(int from) {
        int end = Math.min(from, text.length());
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** The start of the line after the one that ends here; past the text if there is none. */
    int next(int lineEnd) {
        return text.startsWith("\r\n", lineEnd) ? lineEnd + 2 : lineEnd + 1;
    }
}
