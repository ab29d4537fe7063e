package dev.storyc.expand;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Some variants in a row, rendered as one piece of work. It is filled before it is handed on, and not after. */
final class VariantBatch<T> {
    private final VariantRenderer renderer;
    private final MatchCounts met;
    private final Function<Result<Film>, Result<T>> then;
    private final List<Seed> seeds = new ArrayList<>();
    private final List<Diagnostic> unread = new ArrayList<>(0);
    private final Work<List<Rendering<T>>> work = new Work<>(this::render);

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

    /** Renders them; done once, whoever is asked. */
    Work<List<Rendering<T>>> work() {
        return work;
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
