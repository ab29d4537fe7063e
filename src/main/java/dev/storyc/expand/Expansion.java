package dev.storyc.expand;

import dev.storyc.board.Storyboard;
import dev.storyc.board.Variants;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Sources;
import dev.storyc.diagnostic.Span;
import dev.storyc.expand.RowTable.RowProblem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One storyboard being expanded: gives its films in order, and what was found before, with and after them.
 *
 * <p>Rows are read, names compared and findings gathered by the one thread that iterates; what lies between is done in
 * batches, which other threads may do ahead of it.
 */
final class Expansion<T> implements Iterator<Result<T>> {
    private static final int MAX_VARIANTS = 1_000_000;
    private static final int MAX_COMBINATIONS = 4_000_000;
    private static final long MAX_COMPARED = 100_000_000;
    // Small, so that what is under way at once stays in the processor's caches and in a small nursery.
    private static final int BATCH = 32;
    // Batches of which nothing can be given yet: what is left to do with them is done by one thread.
    private static final int MOST_HELD = 12;
    // What the variants of a batch may hold in text before batches get smaller.
    private static final int BATCH_CHARACTERS = 2 << 20;
    private static final FieldPath VARIANTS = FieldPath.ROOT.child("variants");

    private static final List<String> SOURCES_OF_VARIANTS = List.of("rows", "matrix", "include");

    private final Located<Storyboard> located;
    private final Storyboard storyboard;
    private final Function<Result<Film>, Result<T>> then;
    private final Crew crew;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final VariantNames names = new VariantNames();
    private final VariantRenderer renderer;
    private final Conditions conditions;
    private final MatchCounts counts;
    private final @Nullable RowTable table;
    private final Deque<VariantBatch<T>> ahead = new ArrayDeque<>();
    private final Deque<Result<T>> ready = new ArrayDeque<>();
    private @Nullable RowExcerpts excerpts;
    private @Nullable Seeds seeds;
    private int batches;
    private int variants;
    private long seen;
    private long compared;
    private boolean complete = true;
    private boolean finished;

    /** @param then what becomes of a film; asked by whichever thread rendered it */
    Expansion(
            Located<Storyboard> located,
            Sources sources,
            Choices choices,
            Crew crew,
            Function<Result<Film>, Result<T>> then) {
        this.located = located;
        this.storyboard = located.value();
        this.crew = crew;
        this.then = then;
        Variants written = storyboard.variants();
        String rows = written == null ? null : written.rows();
        this.table = rows == null ? null : open(rows, sources);
        boolean readable = rows == null || table != null;
        List<String> columns = table == null ? List.of() : table.columns();
        PreparedStoryboard prepared = new Preparation(located, columns, readable, sources, diagnostics).prepare();
        this.conditions = new Conditions(located, prepared);
        this.counts = conditions.counts();
        Map<String, Binding> sets = SetValues.bind(located, choices, diagnostics);
        this.renderer = new VariantRenderer(located, prepared, conditions, table, excerpts, sets, choices.selection());
        // Without the axes there is no telling which variants there are, and everything would be missing in them.
        boolean counted = !located.broken().contains(VARIANTS)
                && SOURCES_OF_VARIANTS.stream().noneMatch(key -> located.brokenWithin(VARIANTS.child(key)));
        Variants all = written == null ? new Variants(null, Map.of(), List.of(), List.of(), List.of(), null) : written;
        this.seeds = readable && counted ? new Seeds(all, located, table, renderer.memories(crew)) : null;
        int most = all.exclude().isEmpty() ? MAX_VARIANTS : MAX_COMBINATIONS;
        if (seeds != null && seeds.known() > most) {
            // Nobody should wait for a million variants to be told that there are more.
            diagnostics.add(tooMany());
            seeds = null;
        }
        this.finished = seeds == null;
        if (!diagnostics.isEmpty()) {
            ready.add(Result.none(drain()));
        }
    }

    private @Nullable RowTable open(String path, Sources sources) {
        Span span = located.span(VARIANTS.child("rows"));
        Sources.Answer<Sources.Rows> answer = sources.rows(path);
        Sources.Rows rows = answer.found();
        if (rows == null) {
            diagnostics.add(Diagnostic.of(Rule.ROWS_UNREADABLE, span, answer.problem(), answer.hint()));
            return null;
        }
        excerpts = new RowExcerpts(rows);
        try {
            return RowFiles.open(rows, span);
        } catch (RowProblem e) {
            diagnostics.add(problem(e));
        } catch (IOException e) {
            diagnostics.add(unreadable(e, span));
        }
        return null;
    }

    private static Diagnostic problem(RowProblem e) {
        return Diagnostic.of(Rule.ROW_SHAPE, e.span(), String.valueOf(e.getMessage()), e.hint());
    }

    private static Diagnostic unreadable(IOException e, Span span) {
        return Diagnostic.of(
                Rule.ROWS_UNREADABLE,
                span,
                e instanceof CharacterCodingException
                        ? "the rows can't be read: they are not UTF-8"
                        : "the rows can't be read: " + e.getMessage(),
                "save the file as UTF-8 text");
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !finished) {
            fill(crew.ahead());
            VariantBatch<T> next = ahead.poll();
            if (next == null) {
                finish();
            } else {
                help(next);
                settle(next);
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public Result<T> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    /** Reads seeds until so many batches are at hand. The first batches are small: most storyboards are. */
    private void fill(int enough) {
        while (seeds != null && ahead.size() <= enough) {
            VariantBatch<T> first = ahead.peek();
            if (batches == 1 && first != null && !first.work().isDone()) {
                // How large the next may be shows when the first is rendered.
                return;
            }
            int most = Math.max(1, Math.min(BATCH, BATCH_CHARACTERS / renderer.heaviest()));
            int size = crew.ahead() == 0 ? 1 : Math.min(most, 4 << Math.min(batches, 10));
            VariantBatch<T> batch = read(seeds, size);
            if (batch.isEmpty()) {
                return;
            }
            ahead.add(batch);
            // What the first batch holds is done sooner than a thread starts.
            if (batches++ > 0) {
                crew.executor().execute(batch.work());
            }
        }
    }

    /** While somebody else has what is wanted next in hand, does what nobody has begun. */
    private void help(VariantBatch<T> wanted) {
        wanted.work().run();
        Iterator<VariantBatch<T>> later = ahead.iterator();
        while (!wanted.work().isDone() && later.hasNext()) {
            later.next().work().run();
        }
    }

    /** Renders variants, and gives none of them, until the caller has something better to do or enough are ahead. */
    void renderUntil(BooleanSupplier better) {
        boolean begun = crew.ahead() > 0;
        while (begun && !better.getAsBoolean()) {
            fill(Math.min(crew.ahead(), MOST_HELD));
            begun = false;
            for (VariantBatch<T> batch : ahead) {
                if (!batch.work().isBegun()) {
                    batch.work().run();
                    begun = true;
                    break;
                }
            }
        }
    }

    private VariantBatch<T> read(Seeds from, int size) {
        VariantBatch<T> batch = new VariantBatch<>(renderer, conditions.counts(), then);
        // A row is best left to one thread, which finds what its variants have in common.
        while (seeds != null && (batch.size() < size || (from.isWithinRow() && batch.size() < 2 * size))) {
            try {
                Seed seed = from.next();
                if (seed == null) {
                    seeds = null;
                } else if ((compared += conditions.ofVariants()) > MAX_COMPARED) {
                    complete = false;
                    seeds = null;
                    batch.unread(Diagnostic.of(
                            Rule.TOO_MANY_VARIANTS,
                            located.keySpan(VARIANTS),
                            conditions.ofVariants() + " entries of `exclude`, `overrides` and `picks` are held against"
                                    + " more than " + seen + " variants",
                            "divide the storyboard, or leave rows out instead of excluding them"));
                } else if (seen == MAX_COMBINATIONS) {
                    complete = false;
                    seeds = null;
                    batch.unread(tooMany());
                } else {
                    batch.add(seed);
                    seen++;
                }
            } catch (RowProblem e) {
                complete = false;
                batch.unread(problem(e));
                seeds = e.ends() ? null : seeds;
            } catch (IOException e) {
                complete = false;
                batch.unread(unreadable(e, located.span(VARIANTS.child("rows"))));
                seeds = null;
            }
        }
        return batch;
    }

    private void settle(VariantBatch<T> batch) {
        List<VariantBatch.Rendering<T>> all = batch.work().result();
        counts.add(batch.met());
        for (VariantBatch.Rendering<T> one : all) {
            if (++variants > MAX_VARIANTS) {
                seeds = null;
                ahead.clear();
                diagnostics.add(tooMany());
                return;
            }
            diagnostics.addAll(one.result().diagnostics());
            names.give(one.name(), one.span(), diagnostics);
            if (one.result().value() != null || !diagnostics.isEmpty()) {
                ready.add(new Result<>(one.result().value(), drain()));
            }
        }
        if (renderer.hasGivenUp()) {
            complete = false;
            seeds = null;
            ahead.clear();
        }
        diagnostics.addAll(batch.unread());
        if (!diagnostics.isEmpty()) {
            ready.add(Result.none(drain()));
        }
    }

    private Diagnostic tooMany() {
        return Diagnostic.of(
                Rule.TOO_MANY_VARIANTS,
                located.keySpan(VARIANTS),
                "this storyboard has more than 1,000,000 variants",
                "take an axis away, or split rows and axes over several storyboards");
    }

    private void finish() {
        finished = true;
        Variants written = storyboard.variants();
        boolean emptyAxis =
                written != null && written.matrix().values().stream().anyMatch(List::isEmpty);
        // What never matched may match in a variant that was not seen.
        boolean all = variants <= MAX_VARIANTS && complete && !(variants == 0 && emptyAxis);
        if (all && variants == 0 && diagnostics.isEmpty()) {
            diagnostics.add(none());
        } else if (all && variants > 0) {
            diagnostics.addAll(conditions.findings(counts));
        }
        close();
        if (!diagnostics.isEmpty()) {
            ready.add(Result.none(drain()));
        }
    }

    private Diagnostic none() {
        if (seen > 0) {
            return Diagnostic.of(
                    Rule.NO_VARIANTS,
                    located.keySpan(VARIANTS.child("exclude")),
                    seen == 1 ? "the one variant there is, is excluded" : "all " + seen + " variants are excluded",
                    "exclude less, or add rows or axis values");
        }
        return Diagnostic.of(
                Rule.NO_VARIANTS,
                located.span(VARIANTS.child("rows")),
                "this file has a line of names and no rows, so there is no variant",
                "add at least one row");
    }

    /** Frees the row file; also called when the stream is closed early. */
    void close() {
        if (table != null) {
            try {
                table.close();
                if (excerpts != null) {
                    excerpts.close();
                }
            } catch (IOException e) {
                diagnostics.add(unreadable(e, located.span(VARIANTS.child("rows"))));
            }
        }
    }

    private List<Diagnostic> drain() {
        if (diagnostics.isEmpty()) {
            return List.of();
        }
        RowExcerpts lines = excerpts;
        List<Diagnostic> found = lines == null
                ? List.copyOf(diagnostics)
                : diagnostics.stream().map(lines::shown).toList();
        diagnostics.clear();
        return found;
    }
}
