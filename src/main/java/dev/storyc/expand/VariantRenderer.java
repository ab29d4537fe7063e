package dev.storyc.expand;

import dev.storyc.board.Input;
import dev.storyc.board.Storyboard;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Renders one variant at a time, each by itself, so that several threads can do it at once. */
final class VariantRenderer {
    private static final int MOST_OUTGROWN = 10;

    private final Located<Storyboard> located;
    private final Storyboard storyboard;
    private final PreparedStoryboard prepared;
    private final Conditions conditions;
    private final @Nullable RowTable table;
    private final @Nullable RowExcerpts excerpts;
    private final Set<String> columns;
    private final List<String> axes;
    private final String model;
    private final boolean inputsAreKnown;
    private final boolean nameIsKnown;
    private final Map<String, Binding> sets;
    private final Selection selection;
    private final PatternChecks patterns = new PatternChecks();
    private final AtomicInteger outgrown = new AtomicInteger();
    private final AtomicInteger heaviest = new AtomicInteger(1);
    private final Places places;
    private final RowMemory ofStoryboard;

    /**
     * One variant.
     *
     * @param film the film, or null if it isn't selected
     * @param name its name
     * @param diagnostics what was found on the way
     * @param span where the variant was written
     */
    record Rendering(@Nullable Film film, VariantNames.Name name, List<Diagnostic> diagnostics, Span span) {}

    /**
     * @param table the row file, to tell where its cells are; no row is read
     * @param excerpts the lines of the row file
     * @param sets the values of {@code --set}
     */
    VariantRenderer(
            Located<Storyboard> located,
            PreparedStoryboard prepared,
            Conditions conditions,
            @Nullable RowTable table,
            @Nullable RowExcerpts excerpts,
            Map<String, Binding> sets,
            Selection selection) {
        this.located = located;
        this.storyboard = located.value();
        this.prepared = prepared;
        this.conditions = conditions;
        this.table = table;
        this.excerpts = excerpts;
        this.columns = table == null ? Set.of() : Set.copyOf(table.columns());
        this.axes = List.copyOf(prepared.axes());
        // Held against no model's limits if nobody knows which model is meant.
        this.model = located.broken().contains(FieldPath.ROOT.child("model")) ? "" : storyboard.model();
        this.inputsAreKnown = !located.broken().contains(FieldPath.ROOT.child("inputs"));
        this.nameIsKnown =
                !located.broken().contains(FieldPath.ROOT.child("variants").child("name"));
        this.sets = sets;
        this.selection = selection;
        this.places = new Places(prepared, storyboard.inputs().keySet(), columns, storyboard.variants(), sets);
        this.ofStoryboard = places.ofStoryboard();
    }

    /** Makes memories for the variants of one row; none where one at a time is rendered, and soon sent on its way. */
    Supplier<@Nullable RowMemory> memories(Crew crew) {
        return () -> crew.ahead() == 0 ? null : places.ofRow();
    }

    /** The variant of a seed, or null if it is excluded. Which conditions held is noted in the counts. */
    @Nullable
    Rendering render(Seed seed, MatchCounts counts) {
        if (hasGivenUp() || conditions.exclude(seed, counts)) {
            return null;
        }
        try {
            return rendered(seed, counts);
        } catch (TextTooLarge e) {
            outgrown.incrementAndGet();
            Span span = seed.origin().span();
            VariantNames.Name name = VariantNames.slug(seed.naming(), span, new ArrayList<>());
            return new Rendering(null, name, List.of(e.finding(seed.origin())), span);
        }
    }

    /** Whether texts outgrew every use in so many variants that the others, which may take as long, aren't tried. */
    boolean hasGivenUp() {
        return outgrown.get() >= MOST_OUTGROWN;
    }

    /** How many characters the longest film so far holds, at least 1. */
    int heaviest() {
        return heaviest.get();
    }

    private Rendering rendered(Seed seed, MatchCounts counts) {
        List<Diagnostic> diagnostics = new ArrayList<>(0);
        InputReader reader = new InputReader(patterns, diagnostics);
        Conditions.Overridden overriding = conditions.overridden(seed, counts);
        Map<String, Binding> overridden = overriding.values();
        RenderMemory memory = memory(seed, overriding.which());
        Scope scope = scope(seed, overridden, sets, reader, memory, diagnostics);
        if (!memory.areInputsSound()) {
            boolean sound = true;
            for (String input : storyboard.inputs().keySet()) {
                sound &= scope.value(input) != Plain.STAND_IN;
            }
            if (sound && diagnostics.isEmpty()) {
                memory.keepInputsSound();
            }
        }
        Span named = named(seed);
        VariantNames.Name name = name(seed, scope, named, diagnostics);
        Map<String, Integer> picks = conditions.picks(seed, counts);
        SceneRenderer renderer = new SceneRenderer(scope, prepared.unjudged(), conditions, memory, diagnostics);
        List<PreparedScene> scenes = new ArrayList<>(prepared.scenes().size());
        for (int i = 0; i < prepared.scenes().size(); i++) {
            PreparedScene scene = prepared.scenes().get(i);
            if (renderer.keeps(scene.when(), scene.unless())) {
                scenes.add(scene);
            }
        }
        Scope plain =
                sets.isEmpty() ? scope : scope(seed, overridden, Map.of(), reader, RenderMemory.NONE, diagnostics);
        boolean left = conditions.leaveScenes(plain, counts);
        if (!left && scenes.isEmpty() && !prepared.scenes().isEmpty()) {
            diagnostics.add(Diagnostic.of(
                    Rule.NO_SCENES,
                    seed.origin().span(),
                    "no scene is left for the variant `" + name.slug() + "`",
                    "exclude the variant, or correct the scenes' `when` and `unless`"));
        }
        String[] texts = new String[axes.size()];
        for (int i = 0; i < texts.length; i++) {
            String text = seed.text(axes.get(i));
            texts[i] = text == null ? "" : text;
        }
        Map<String, String> values = new VariantValues(axes, texts);
        Film film = selection.takesVariant(storyboard.name(), name.slug(), values)
                ? film(name.slug(), values, scenes, renderer, picks)
                : null;
        return new Rendering(film, name, diagnostics, named);
    }

    private RenderMemory memory(Seed seed, List<Integer> overrides) {
        RowMemory row = seed.memory();
        return row == null
                ? RenderMemory.NONE
                : new RenderMemory(places, row.where(overrides), ofStoryboard.where(overrides), seed.turns());
    }

    private Film film(
            String variant,
            Map<String, String> values,
            List<PreparedScene> scenes,
            SceneRenderer renderer,
            Map<String, Integer> picks) {
        renderer.remember(scenes);
        List<FilmScene> rendered = new ArrayList<>(scenes.size());
        for (int i = 0; i < scenes.size(); i++) {
            PreparedScene scene = scenes.get(i);
            // A list without shots was reported where it was written.
            if (scene.form() != FilmScene.Form.LIST || !scene.shots().isEmpty()) {
                rendered.add(renderer.render(scene, i));
            }
        }
        if (renderer.characters() > heaviest.get()) {
            heaviest.accumulateAndGet(renderer.characters(), Math::max);
        }
        String title = storyboard.title();
        return new Film(
                storyboard.name(),
                title == null ? storyboard.name() : title,
                model,
                variant,
                values,
                storyboard.budget(),
                rendered,
                picks,
                !Boolean.FALSE.equals(storyboard.cut().enabled()));
    }

    private VariantNames.Name name(Seed seed, Scope scope, Span named, List<Diagnostic> diagnostics) {
        Template template = prepared.name();
        Rendered rendered = template == null ? null : template.render(scope);
        String wanted = rendered == null || rendered.standIn() ? seed.naming() : rendered.text();
        if (nameIsKnown && (rendered == null || !rendered.standIn())) {
            return VariantNames.slug(wanted, named, diagnostics);
        }
        // A name that only stands in for what was refused is held against no other.
        return new VariantNames.Name(
                VariantNames.slug(wanted, named, new ArrayList<>(0)).slug(), false);
    }

    /** The place of what names a variant: of a row without a template for it, the first cell. */
    private Span named(Seed seed) {
        Span span = seed.origin().span();
        if (table == null || table.columns().isEmpty() || seed.included() || prepared.name() != null) {
            return span;
        }
        String first = table.columns().get(0);
        Given given = seed.given(first);
        return given == null
                ? table.cell(span, first)
                : given.binding().origin().span();
    }

    private Scope scope(
            Seed seed,
            Map<String, Binding> overridden,
            Map<String, Binding> set,
            InputReader reader,
            RenderMemory memory,
            List<Diagnostic> diagnostics) {
        return new Scope(new OfVariant(seed, overridden, set, diagnostics), reader, diagnostics, memory);
    }

    /** What the names of one variant are bound to. */
    private final class OfVariant implements Scope.Bindings {
        private final Seed seed;
        private final Map<String, Binding> overridden;
        private final Map<String, Binding> set;
        private final List<Diagnostic> diagnostics;

        OfVariant(Seed seed, Map<String, Binding> overridden, Map<String, Binding> set, List<Diagnostic> diagnostics) {
            this.seed = seed;
            this.overridden = overridden;
            this.set = set;
            this.diagnostics = diagnostics;
        }

        /** Nearest wins: --set, overrides, the variant's own values, variables, defaults. */
        @Override
        public @Nullable Binding binding(String name) {
            Binding found = set.get(name);
            found = found == null ? overridden.get(name) : found;
            Given given = found == null ? seed.given(name) : null;
            found = given == null ? found : given.binding();
            found = found == null ? prepared.variables().get(name) : found;
            return found == null ? prepared.fallbacks().get(name) : found;
        }

        @Override
        public Plain missing(String name) {
            Input input = storyboard.inputs().get(name);
            boolean column = columns.contains(name) && !seed.included();
            if (input != null ? !input.required() : column) {
                return Plain.EMPTY;
            }
            if (!inputsAreKnown) {
                return Plain.STAND_IN; // A default may well stand in what was refused.
            }
            boolean own = seed.included() || column;
            Span row = seed.origin().span();
            Span span = own
                    ? column && table != null ? table.cell(row, name) : row
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

        @Override
        public Span shown(Span span) {
            return excerpts == null ? span : excerpts.shown(span);
        }

        @Override
        public Scope.Bindings silent() {
            return new OfVariant(seed, overridden, set, new ArrayList<>(0));
        }
    }
}
