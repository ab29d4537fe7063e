package dev.storyc.expand;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of one variant, or of one scene or shot within it: a name not bound here is looked up outside.
 *
 * <p>Values are rendered when first asked for, since one may use others; a ring of values is reported once.
 */
final class Scope implements Names {
    /** Where nothing has a value. */
    static final Names EMPTY = new Names() {
        @Override
        public Plain value(String name) {
            return Plain.STAND_IN;
        }

        @Override
        public @Nullable Bound bound(String name) {
            return null;
        }

        @Override
        public Span shown(Span span) {
            return span;
        }

        @Override
        public Names anew() {
            return this;
        }
    };

    private final @Nullable Scope outer;
    private final Bindings bindings;
    private final InputReader reader;
    private final List<Diagnostic> diagnostics;
    private final RenderMemory memory;
    private final List<Binding> underWay;
    // Characters of the values so far, shared by the scopes of a variant.
    private final long[] spent;
    private final Map<String, Plain> known = new HashMap<>();

    /** What the names of a variant are bound to. */
    interface Bindings {
        /** What a name is bound to, or null. */
        @Nullable
        Binding binding(String name);

        /** What to do about a name that exists but has no value here. */
        Plain missing(String name);

        /** A place with its line, where that has to be read first. */
        Span shown(Span span);

        /** The same, for one who says to nobody what is found wrong. */
        Bindings silent();
    }

    /** The values of a {@code with}; what they lack is looked up outside. */
    private record Nearer(Map<String, Binding> with, Bindings outside) implements Bindings {
        @Override
        public @Nullable Binding binding(String name) {
            return with.get(name);
        }

        @Override
        public Plain missing(String name) {
            return outside.missing(name);
        }

        @Override
        public Span shown(Span span) {
            return outside.shown(span);
        }

        @Override
        public Bindings silent() {
            return new Nearer(with, outside.silent());
        }
    }

    /** @param memory what values came to for other variants */
    Scope(Bindings bindings, InputReader reader, List<Diagnostic> diagnostics, RenderMemory memory) {
        this(null, bindings, reader, diagnostics, memory, new ArrayList<>(), new long[1]);
    }

    private Scope(
            @Nullable Scope outer,
            Bindings bindings,
            InputReader reader,
            List<Diagnostic> diagnostics,
            RenderMemory memory,
            List<Binding> underWay,
            long[] spent) {
        this.outer = outer;
        this.bindings = bindings;
        this.reader = reader;
        this.diagnostics = diagnostics;
        this.memory = memory;
        this.underWay = underWay;
        this.spent = spent;
    }

    /** This scope with the values of {@code with} in front; itself if there are none. */
    Scope with(Map<String, Binding> nearer) {
        return nearer.isEmpty()
                ? this
                : new Scope(this, new Nearer(nearer, bindings), reader, diagnostics, memory, underWay, spent);
    }

    @Override
    public Scope anew() {
        List<Diagnostic> unsaid = new ArrayList<>(0);
        return anew(reader.saying(unsaid), unsaid);
    }

    private Scope anew(InputReader silent, List<Diagnostic> unsaid) {
        Scope around = outer == null ? null : outer.anew(silent, unsaid);
        return new Scope(around, bindings.silent(), silent, unsaid, RenderMemory.NONE, new ArrayList<>(4), new long[1]);
    }

    /** Characters of all values so far, of the whole variant. */
    long spent() {
        return spent[0];
    }

    @Override
    public Plain value(String name) {
        Plain found = known.get(name);
        if (found == null) {
            found = find(name);
            known.put(name, found);
        }
        return found;
    }

    @Override
    public @Nullable Bound bound(String name) {
        Binding binding = bindings.binding(name);
        return binding != null ? new Bound(binding, this) : outer == null ? null : outer.bound(name);
    }

    @Override
    public Span shown(Span span) {
        return bindings.shown(span);
    }

    private Plain find(String name) {
        Binding binding = bindings.binding(name);
        if (binding == null) {
            return outer == null ? bindings.missing(name) : outer.value(name);
        }
        Plain fixed = binding.fixed();
        if (fixed != null) {
            return fixed;
        }
        int ring = underWay.indexOf(binding);
        if (ring >= 0) {
            List<String> names = new ArrayList<>();
            underWay.subList(ring, underWay.size()).forEach(b -> names.add(b.name()));
            names.add(name);
            Template first = underWay.get(ring).single();
            Span tag = first == null ? null : first.uses().get(names.get(1));
            diagnostics.add(Diagnostic.of(
                            Rule.VALUE_CYCLE,
                            tag == null ? underWay.get(ring).origin().span() : tag,
                            "this value needs itself: " + String.join(" → ", names),
                            "take one of these names out of the others' values")
                    .withTrace(underWay.get(ring).origin().way()));
            return Plain.STAND_IN;
        }
        if (underWay.size() >= TemplateLimits.DEPTH) {
            diagnostics.add(Diagnostic.of(
                            Rule.TOO_DEEP,
                            binding.origin().span(),
                            "values use each other more than " + TemplateLimits.DEPTH + " deep, and here is the end",
                            "put the text of the inner ones into the outer")
                    .withTrace(binding.origin().way()));
            return Plain.STAND_IN;
        }
        underWay.add(binding);
        try {
            Plain value = memory.evaluate(binding, this, reader);
            spent[0] += value.toString().length();
            if (spent[0] > TemplateLimits.OF_A_VARIANT) {
                throw TextTooLarge.all(binding.origin());
            }
            return value;
        } finally {
            underWay.remove(underWay.size() - 1);
        }
    }
}
