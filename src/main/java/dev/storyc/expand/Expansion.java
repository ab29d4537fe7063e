package dev.storyc.expand;

import dev.storyc.board.Input;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Value;
import dev.storyc.board.Variants;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Sources;
import dev.storyc.diagnostic.Span;
import dev.storyc.expand.RowTable.RowProblem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One storyboard being expanded: gives its films in order, and what was found before, with and after them. */
final class Expansion implements Iterator<Result<Film>> {
    private static final int MAX_VARIANTS = 1_000_000;
    private static final FieldPath VARIANTS = FieldPath.ROOT.child("variants");

    private static final List<String> SOURCES_OF_VARIANTS = List.of("rows", "matrix", "include");

    private final Located<Storyboard> located;
    private final Storyboard storyboard;
    private final Choices choices;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final InputReader reader = new InputReader(diagnostics);
    private final VariantNames names = new VariantNames();
    private final Map<String, Binding> sets = new LinkedHashMap<>();
    private final PreparedStoryboard prepared;
    private final Conditions conditions;
    private final @Nullable RowTable table;
    private @Nullable RowExcerpts excerpts;
    private @Nullable Seeds seeds;
    private @Nullable Result<Film> ready;
    private int variants;
    private boolean complete = true;

    Expansion(Located<Storyboard> located, Sources sources, Choices choices) {
        this.located = located;
        this.storyboard = located.value();
        this.choices = choices;
        Variants written = storyboard.variants();
        String rows = written == null ? null : written.rows();
        this.table = rows == null ? null : open(rows, sources);
        boolean readable = rows == null || table != null;
        this.prepared = new Preparation(
                        located, table == null ? List.of() : table.columns(), readable, sources, diagnostics)
                .prepare();
        this.conditions = new Conditions(located, prepared);
        bindSets();
        // Without the axes there is no telling which variants there are, and everything would be missing in them.
        boolean counted = !located.broken().contains(VARIANTS)
                && SOURCES_OF_VARIANTS.stream().noneMatch(key -> located.brokenWithin(VARIANTS.child(key)));
        Variants all = written == null ? new Variants(null, Map.of(), List.of(), List.of(), List.of(), null) : written;
        this.seeds = readable && counted ? new Seeds(all, located, table) : null;
        if (seeds != null && all.exclude().isEmpty() && seeds.known() > MAX_VARIANTS) {
            // Nobody should wait for a million variants to be told that there are more.
            diagnostics.add(tooMany());
            seeds = null;
        }
        if (!diagnostics.isEmpty()) {
            ready = Result.none(drain());
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
            return RowFiles.open(rows);
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

    private void bindSets() {
        choices.sets().forEach((name, text) -> {
            Span span = Span.ofFile("--set " + name);
            Variants written = storyboard.variants();
            if (written != null && written.matrix().containsKey(name)) {
                choices.meet(name);
                diagnostics.add(Diagnostic.of(
                        Rule.UNKNOWN_SET,
                        span,
                        "`" + name + "` is an axis of `" + storyboard.name() + "`, and --set sets none",
                        "to narrow the build, use --select variant:" + name + "=" + text));
                return;
            }
            Input input = storyboard.inputs().get(name);
            Value variable = storyboard.variables().get(name);
            if (input != null || variable != null) {
                choices.meet(name);
                Binding bound = Binding.data(
                        name,
                        input,
                        new Value.Scalar(text, Value.Kind.TEXT),
                        new Origin(span, List.of("--set " + name)));
                boolean flag = variable instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.BOOLEAN;
                sets.put(name, new Binding(name, input, bound.single(), List.of(), flag, bound.origin()));
            }
        });
    }

    @Override
    public boolean hasNext() {
        while (ready == null && seeds != null) {
            ready = advance(seeds);
        }
        return ready != null;
    }

    @Override
    public Result<Film> next() {
        if (!hasNext() || ready == null) {
            throw new NoSuchElementException();
        }
        Result<Film> result = ready;
        ready = null;
        return result;
    }

    /** One film, or null for a variant that is excluded or not selected and gave no findings. */
    private @Nullable Result<Film> advance(Seeds from) {
        try {
            Seed seed = from.next();
            if (seed != null && variants < MAX_VARIANTS) {
                Film film = conditions.exclude(seed) ? null : film(seed);
                return film == null && diagnostics.isEmpty() ? null : new Result<>(film, drain());
            }
            if (seed != null) {
                diagnostics.add(tooMany());
            }
        } catch (RowProblem e) {
            complete = false;
            diagnostics.add(problem(e));
            if (!e.ends()) {
                return Result.none(drain());
            }
        } catch (IOException e) {
            complete = false;
            diagnostics.add(unreadable(e, located.span(VARIANTS.child("rows"))));
        }
        seeds = null;
        finish();
        return diagnostics.isEmpty() ? null : Result.none(drain());
    }

    private Diagnostic tooMany() {
        return Diagnostic.of(
                Rule.TOO_MANY_VARIANTS,
                located.keySpan(VARIANTS),
                "this storyboard has more than 1,000,000 variants",
                "take an axis away, or split rows and axes over several storyboards");
    }

    private void finish() {
        Variants written = storyboard.variants();
        boolean emptyAxis =
                written != null && written.matrix().values().stream().anyMatch(List::isEmpty);
        if (!complete || (variants == 0 && emptyAxis)) {
            close();
            return;
        }
        if (variants == 0 && diagnostics.isEmpty()) {
            diagnostics.add(Diagnostic.of(
                    Rule.NO_VARIANTS,
                    located.keySpan(VARIANTS),
                    "this storyboard has no variant left to render",
                    "add rows or axis values, or exclude less"));
        } else if (variants > 0) {
            diagnostics.addAll(conditions.findings());
        }
        close();
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

    private @Nullable Film film(Seed seed) {
        variants++;
        Map<String, Binding> overridden = conditions.overridden(seed);
        Scope scope = scope(seed, overridden, sets);
        storyboard.inputs().keySet().forEach(scope::value);
        String variant = variantName(seed, scope);
        Map<String, Integer> picks = conditions.picks(seed);
        SceneRenderer renderer = new SceneRenderer(
                scope, prepared.unjudged(), condition -> conditions.hold(condition, scope), diagnostics);
        List<PreparedScene> scenes = prepared.scenes().stream()
                .filter(scene -> renderer.keeps(scene.when(), scene.unless()))
                .toList();
        boolean left = conditions.leaveScenes(sets.isEmpty() ? scope : scope(seed, overridden, Map.of()));
        if (!left && scenes.isEmpty() && !prepared.scenes().isEmpty()) {
            diagnostics.add(Diagnostic.of(
                    Rule.NO_SCENES,
                    seed.origin().span(),
                    "no scene is left for the variant `" + variant + "`",
                    "exclude the variant, or correct the scenes' `when` and `unless`"));
        }
        Map<String, String> values = new LinkedHashMap<>();
        prepared.axes().forEach(axis -> values.put(axis, seed.text(axis)));
        if (!choices.selection().takesVariant(storyboard.name(), variant, values)) {
            return null;
        }
        String title = storyboard.title();
        return new Film(
                storyboard.name(),
                title == null ? storyboard.name() : title,
                storyboard.model(),
                variant,
                values,
                storyboard.budget(),
                // A list without shots was reported where it was written.
                scenes.stream()
                        .filter(scene -> scene.form() != FilmScene.Form.LIST
                                || !scene.shots().isEmpty())
                        .map(renderer::render)
                        .toList(),
                picks);
    }

    private String variantName(Seed seed, Scope scope) {
        String wanted = seed.naming().isEmpty() ? "default" : String.join("-", seed.naming());
        Template template = prepared.name();
        if (template != null) {
            Rendered rendered = template.render(scope);
            wanted = rendered.standIn() ? wanted : rendered.text();
        }
        return names.give(wanted, seed.origin().span(), diagnostics);
    }

    private Scope scope(Seed seed, Map<String, Binding> overridden, Map<String, Binding> set) {
        return new Scope(
                name -> binding(name, seed, overridden, set), name -> missing(name, seed), reader, diagnostics);
    }

    /** Nearest wins: --set, overrides, the variant's own values, variables, defaults. */
    private @Nullable Binding binding(
            String name, Seed seed, Map<String, Binding> overridden, Map<String, Binding> set) {
        Binding found = set.get(name);
        found = found == null ? overridden.get(name) : found;
        Value value = seed.values().get(name);
        if (found == null && value != null) {
            Origin origin = seed.origins().getOrDefault(name, seed.origin());
            found = Binding.data(name, storyboard.inputs().get(name), value, origin);
        }
        found = found == null ? prepared.variables().get(name) : found;
        return found == null ? prepared.fallbacks().get(name) : found;
    }

    private Plain missing(String name, Seed seed) {
        Input input = storyboard.inputs().get(name);
        boolean column = table != null && table.columns().contains(name) && !seed.included();
        if (input != null ? !input.required() : column) {
            return Plain.EMPTY;
        }
        boolean own = seed.included() || column;
        Span span = own
                ? seed.origin().span()
                : located.keySpan(FieldPath.ROOT.child("inputs").at(name));
        diagnostics.add(Diagnostic.of(
                Rule.INPUT_MISSING,
                span,
                (input == null ? "`" : "the input `") + name + "` has no value here",
                own
                        ? "give it one here, or a `default` under `inputs`"
                        : "give it a `default`, an axis, a column, or a value with --set " + name + "=…"));
        return Plain.STAND_IN;
    }

    private List<Diagnostic> drain() {
        RowExcerpts lines = excerpts;
        List<Diagnostic> found = lines == null
                ? List.copyOf(diagnostics)
                : diagnostics.stream().map(lines::shown).toList();
        diagnostics.clear();
        return found;
    }
}
