package dev.storyc.expand;

import dev.storyc.board.Storyboard;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Sources;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** From a storyboard to its films, one a variant. */
public final class StoryboardExpander {
    private final Crew crew;

    /** @param crew who renders */
    public StoryboardExpander(Crew crew) {
        this.crew = crew;
    }

    /**
     * Renders the selected variants, and makes of each film what the caller wants of it.
     *
     * <p>The results come in the order of the variants, whoever rendered them. Findings that need all variants, such as a
     * condition that never holds, come last, as a result without a film; findings about the storyboard as a whole come
     * first, likewise.
     *
     * @param sources where partials and rows come from
     * @param then makes something of a film and its findings; several threads may call it at once
     * @return a sequential stream, to be read to its end by one thread and then closed
     */
    public <T> Stream<Result<T>> expand(
            Located<Storyboard> storyboard, Sources sources, Choices choices, Function<Result<Film>, Result<T>> then) {
        return expand(storyboard, sources, choices, then, () -> true);
    }

    /**
     * The same for one who waits for something else before the first result can be taken: until that is there, the first
     * variants are rendered.
     *
     * @param there whether what is waited for is there
     */
    public <T> Stream<Result<T>> expand(
            Located<Storyboard> storyboard,
            Sources sources,
            Choices choices,
            Function<Result<Film>, Result<T>> then,
            BooleanSupplier there) {
        Expansion<T> expansion = new Expansion<>(storyboard, sources, choices, crew, then);
        expansion.renderUntil(there);
        int traits = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(expansion, traits), false)
                .onClose(expansion::close);
    }
}
