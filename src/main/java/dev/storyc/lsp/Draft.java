package dev.storyc.lsp;

import dev.storyc.board.Storyboard;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Source;
import dev.storyc.parse.StoryboardParser;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A storyboard as far as it can be read in the middle of an edit.
 *
 * @param view the files as they are now
 * @param storyboard what was read
 * @param last the last check that was finished, or null
 */
record Draft(
        Surroundings.View view,
        Located<Storyboard> storyboard,
        @Nullable Checked last) {
    /**
     * Reads a storyboard; where that fails, without the line that is being typed; where that fails too, as it was when
     * it was last read.
     *
     * @param cursor where somebody types in it, or -1
     */
    static @Nullable Draft of(StoryboardParser parser, Surroundings.View view, int cursor, @Nullable Checked last) {
        Source source = view.storyboard();
        Located<Storyboard> read = parser.parse(source, view).value();
        if (read == null && cursor >= 0) {
            read = parser.parse(withoutLine(source, cursor), view).value();
        }
        if (read == null && last != null) {
            read = last.storyboard();
        }
        return read == null ? null : new Draft(view, read, last);
    }

    /** The names of axes, columns and include values with the values seen of them. */
    Map<String, Set<String>> values() {
        return last == null ? Map.of() : last.values();
    }

    // Blanks, so that everything else keeps its place.
    private static Source withoutLine(Source source, int cursor) {
        int line = source.lineAt(Math.min(cursor, source.text().length()));
        int start = source.lineStart(line);
        StringBuilder text = new StringBuilder(source.text());
        for (int i = start; i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r'; i++) {
            text.setCharAt(i, ' ');
        }
        return new Source(source.name(), text.toString());
    }
}
