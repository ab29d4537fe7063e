package dev.storyc.lsp;

import dev.storyc.lsp.YamlOutline.Level;
import org.jspecify.annotations.Nullable;

/** The part of an outline that stands in brackets, over as many lines as they are open. */
final class FlowOutline {
    private static final int NOWHERE = Integer.MAX_VALUE;

    private final YamlOutline outline;
    private final String text;
    private final int cursor;
    private boolean afterColon;
    private int gap;

    FlowOutline(YamlOutline outline, String text, int cursor) {
        this.outline = outline;
        this.text = text;
        this.cursor = cursor;
    }

    /** Walks from an opening bracket; the answer is an offset on the line where it ends, or was given up. */
    int walk(int start) {
        Level base = outline.level();
        int owner = base == null ? -1 : base.column;
        Level at = open(base, start);
        int p = start + 1;
        while (p < text.length()) {
            char c = text.charAt(p);
            if (c == '\n' || c == '\r') {
                if (leaves(outline.next(p), owner)) {
                    gap(at, p);
                    outline.level(base);
                    return p;
                }
                p = outline.next(p);
            } else if (c == ' ' || c == '\t') {
                p++;
            } else if (c == '#') {
                p = outline.lineEnd(p);
            } else if (c == '{' || c == '[') {
                at = open(at, p);
                p++;
            } else if (c == '}' || c == ']') {
                gap(at, p);
                p++;
                Level outer = at.outer;
                if (outer == base || outer == null) {
                    outline.level(base);
                    return p;
                }
                at = outer;
                done(p);
            } else if (c == ',') {
                gap(at, p);
                p++;
                at.step = at.list ? (Object) ((Integer) at.step + 1) : "";
                done(p);
            } else {
                p = word(at, p);
            }
        }
        gap(at, text.length());
        outline.level(base);
        return text.length();
    }

    private Level open(@Nullable Level outer, int p) {
        done(p + 1);
        return new Level(outer, text.charAt(p) == '[', NOWHERE);
    }

    private void done(int p) {
        afterColon = false;
        gap = p;
    }

    /** A key, or a value. */
    private int word(Level at, int p) {
        boolean quoted = text.charAt(p) == '"' || text.charAt(p) == '\'';
        int end = quoted ? outline.quoteEnd(p) : plainEnd(p);
        boolean here = cursor >= p && cursor <= end;
        if (cursor >= gap && cursor < p) {
            gap(at, p);
        }
        gap = end;
        if (at.list || afterColon) {
            if (here && at.list && !quoted) {
                outline.entry(at, null, p, end, false);
            } else if (here) {
                outline.value(at, quoted ? p + 1 : p, quoted && end > p + 1 ? end - 1 : end);
            }
            return Math.max(end, p + 1);
        }
        int colon = outline.blanks(end, text.length());
        boolean key = colon < text.length() && text.charAt(colon) == ':';
        if (key) {
            at.key(Spot.unquoted(text.substring(p, end)));
            afterColon = true;
            gap = colon + 1;
        }
        if (here) {
            outline.entry(at.outer, at, p, end, key);
        }
        return key ? colon + 1 : Math.max(end, p + 1);
    }

    private void gap(Level at, int end) {
        if (cursor < gap || cursor > end) {
            return;
        }
        if (afterColon) {
            outline.value(at, cursor, cursor);
        } else if (at.list) {
            outline.entry(at, null, cursor, cursor, false);
        } else if (at.step.equals("")) {
            outline.entry(at.outer, at, cursor, cursor, false);
        }
    }

    /** Whether a line can't be part of the brackets: a key or a dash no deeper than what they belong to. */
    private boolean leaves(int start, int owner) {
        int end = outline.lineEnd(start);
        int p = outline.blanks(start, end);
        boolean shallow = p < end && p - start <= owner;
        return shallow && (outline.isDash(p, end) || outline.keyEnd(p, end) >= 0);
    }

    private int plainEnd(int p) {
        int q = p;
        while (q < text.length() && ",[]{}\n\r".indexOf(text.charAt(q)) < 0) {
            char c = text.charAt(q);
            boolean colon = c == ':' && (q + 1 == text.length() || " \t\n\r,[]{}".indexOf(text.charAt(q + 1)) >= 0);
            if (colon || (c == '#' && text.charAt(q - 1) == ' ')) {
                break;
            }
            q++;
        }
        while (q > p && text.charAt(q - 1) == ' ') {
            q--;
        }
        return q;
    }
}
