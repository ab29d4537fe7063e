package dev.storyc.report;

import dev.storyc.plan.Columns;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays captions out as cues of at most two lines, and writes a line as a subtitle format wants it. */
final class SubtitleText {
    /** What a line may hold, counted so that a Japanese character takes two: by common practice 42, or 21 of those. */
    static final int LINE = 42;

    private static final int LINES = 2;

    private SubtitleText() {}

    /** The lines that are shown at once, in order; at least one page for text that isn't blank. */
    static List<List<String>> pages(String text) {
        List<String> lines = new ArrayList<>();
        for (String line : visible(text).split("\n", -1)) {
            String stripped = line.strip().replaceAll("[ \t]+", " ");
            if (!stripped.isEmpty()) {
                lines.addAll(wrap(stripped));
            }
        }
        List<List<String>> pages = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += LINES) {
            pages.add(lines.subList(i, Math.min(lines.size(), i + LINES)));
        }
        return pages;
    }

    /** How much there is to read on a page. */
    static int weight(List<String> page) {
        return Math.max(1, page.stream().mapToInt(Columns::width).sum());
    }

    /**
     * The text in as few lines as it takes, these as even as they can be: a word alone in the second line reads badly.
     */
    static List<String> wrap(String text) {
        if (Columns.width(text) <= LINE) {
            return List.of(text);
        }
        List<String> pieces = pieces(text);
        int size = pieces.size();
        // least[i]: lines and, of these fewest, the unevenness of the best lines for the pieces from i on.
        long[] least = new long[size + 1];
        int[] next = new int[size + 1];
        for (int from = size - 1; from >= 0; from--) {
            least[from] = Long.MAX_VALUE;
            StringBuilder line = new StringBuilder();
            for (int to = from + 1; to <= size; to++) {
                line.append(pieces.get(to - 1));
                int width = Columns.width(line.toString().strip());
                if (width > LINE && to > from + 1) {
                    break;
                }
                long slack = Math.max(0, LINE - width);
                long cost = least[to] + 1_000_000L + slack * slack;
                if (cost <= least[from]) {
                    least[from] = cost;
                    next[from] = to;
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < size; from = next[from]) {
            String line = String.join("", pieces.subList(from, next[from])).strip();
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** What may not be broken; a word too long for a line is in pieces of its own, no character torn. */
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        for (String word : parts(text, BreakIterator.getLineInstance(Locale.ROOT))) {
            if (Columns.width(word.strip()) <= LINE) {
                pieces.add(word);
            } else {
                StringBuilder piece = new StringBuilder();
                for (String character : parts(word, BreakIterator.getCharacterInstance(Locale.ROOT))) {
                    if (Columns.width(piece + character) > LINE) {
                        pieces.add(piece.toString());
                        piece.setLength(0);
                    }
                    piece.append(character);
                }
                pieces.add(piece.toString());
            }
        }
        return pieces;
    }

    private static List<String> parts(String text, BreakIterator breaks) {
        List<String> parts = new ArrayList<>();
        breaks.setText(text);
        int from = breaks.first();
        for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
            parts.add(text.substring(from, to));
            from = to;
        }
        return parts;
    }

    /** Without control characters, which no subtitle has a use for and some players stop at. */
    private static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        text.codePoints()
                .map(c -> c == '\u0085' || c == '\u2028' || c == '\u2029' ? '\n' : c)
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .forEach(visible::appendCodePoint);
        return visible.toString();
    }

    /** A line of WebVTT. */
    static String webVtt(String line) {
        return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** A line of SubRip: an arrow stays an arrow but not the format's, and tags and braces lose their power. */
    static String subRip(String line) {
        return line.replace("-->", "→")
                .replaceAll("<(?=[\\p{Alpha}/!?])", "<\u2060")
                .replaceAll("\\{(?=\\\\)", "{\u2060");
    }
}
