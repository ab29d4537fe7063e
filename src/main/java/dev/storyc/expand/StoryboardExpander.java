package dev.storyc.expand;

import dev.storyc.board.Storyboard;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Sources;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** From a storyboard to its films, one a variant. */
public final class StoryboardExpander {
    /**
     * Renders the selected variants, one at a time as they are asked for.
     *
     * <p>Findings that need all variants, such as a condition that never holds, come last, as a result without a film;
     * findings about the storyboard as a whole come first, likewise.
     *
     * @param sources where partials and rows come from
     * @return a sequential stream, to be read to its end by one thread and then closed
     */
    public Stream<Result<Film>> expand(Located<Storyboard> storyboard, Sources sources, Choices choices) {
        Expansion expansion = new Expansion(storyboard, sources, choices);
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(expansion, traits), false)
                .onClose(expansion::close);
    }
}
