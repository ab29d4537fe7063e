package dev.storyc.expand;

import dev.storyc.diagnostic.SourceMap;
import dev.storyc.diagnostic.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One piece of a template with its partials put in: some text, or a tag, and where it was written.
 *
 * @param kind what it is; null of plain text
 * @param text the text, or the name in the tag
 * @param map the way into the file it stands in
 * @param from its first decoded offset there
 * @param to the offset after its last
 * @param through the partials around it, outermost first
 */
record Piece(Tag.@Nullable Kind kind, String text, SourceMap map, int from, int to, List<Inclusion> through) {
    /**
     * A partial that was put in the place of a tag.
     *
     * @param name the partial's name
     * @param tag where the tag stands
     * @param partial the way into the partial
     */
    record Inclusion(String name, Span tag, SourceMap partial) {}

    static Piece text(String text, SourceMap map, int from, List<Inclusion> through) {
        return new Piece(null, text, map, from, from + text.length(), through);
    }
}
