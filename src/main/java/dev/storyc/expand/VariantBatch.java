package dev.storyc.expand;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Some variants in a row, rendered once by whoever comes first: a thread of the crew ahead of time, or the one that asks
 * for the result. It is filled before it is handed on, and not after.
 */
final class VariantBatch<T> implements Runnable {
    private final VariantRenderer renderer;
    private final MatchCounts met;
    private final Function<Result<Film>, Result<T>> then;
    private final List<Seed> seeds = new ArrayList<>();
    private final List<Diagnostic> unread = new ArrayList<>(0);
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<List<Rendering<T>>> rendered = new CompletableFuture<>();

    /** What became of one variant that isn't excluded. */
    record Rendering<T>(Result<T> result, VariantNames.Name name, Span span) {}

    /**
     * @param met counts of its own, which are added to the others' when it is done
     * @param then what becomes of a film
     */
    VariantBatch(VariantRenderer renderer, MatchCounts met, Function<Result<Film>, Result<T>> then) {
        this.renderer = renderer;
        this.met = met;
        this.then = then;
    }

    void add(Seed seed) {
        seeds.add(seed);
    }

    /** What was found where a further seed should have been read. */
    void unread(Diagnostic found) {
        unread.add(found);
    }

    int size() {
        return seeds.size();
    }

    boolean isEmpty() {
        return seeds.isEmpty() && unread.isEmpty();
    }

    MatchCounts met() {
        return met;
    }

    List<Diagnostic> unread() {
        return unread;
    }

    /** Renders, unless somebody else has begun to. */
    @Override
    public void run() {
        if (begun.compareAndSet(false, true)) {
            try {
                rendered.complete(render());
            } catch (RuntimeException | Error e) {
                // It is thrown again where the batch is asked for.
                rendered.completeExceptionally(e);
            }
        }
    }

    /** Whether {@link #result} is there without waiting. */
    boolean isDone() {
        return rendered.isDone();
    }

    /** Renders, or waits for who has begun to; what was thrown there is thrown here. */
    List<Rendering<T>> result() {
        run();
        try {
            return rendered.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException bug) {
                throw bug;
            }
            if (e.getCause() instanceof Error bug) {
                throw bug;
            }
            throw e;
        }
    }

    private List<Rendering<T>> render() {
        List<Rendering<T>> all = new ArrayList<>(seeds.size());
        for (Seed seed : seeds) {
            VariantRenderer.Rendering rendering = renderer.render(seed, met);
            if (rendering != null) {
                Film film = rendering.film();
                Result<T> result = film == null
                        ? Result.none(rendering.diagnostics())
                        : then.apply(new Result<>(film, rendering.diagnostics()));
                all.add(new Rendering<>(result, rendering.name(), rendering.span()));
            }
        }
        return all;
    }
}
