package dev.storyc.expand;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What templates and values came to for the variants just before, which most often share a row: where all that a text
 * uses is the same as it was there, it is the same text, and is not rendered again.
 *
 * <p>Values are compared by identity: one that is there twice comes from one place, so what tells where a text comes from
 * is the same as well. One memory serves one thread.
 */
final class RenderMemory {
    /** More than the combinations of most matrices turn one text over, and few enough to be looked through. */
    private static final int KEPT = 16;

    // Of templates, bindings and maps of templates.
    private final IdentityHashMap<Object, Lately> lately = new IdentityHashMap<>();

    /** The text of a template, as {@link Template#render} gives it. */
    Rendered render(Template template, Names names) {
        if (template.isConstant()) {
            return template.render(names);
        }
        Plain[] values = template.values(names);
        if (values == null) {
            return template.standIn();
        }
        Lately before = of(template);
        Rendered known = (Rendered) before.find(values);
        if (known == null) {
            known = template.render(names);
            before.keep(values, known);
        }
        return known;
    }

    /** The value of a binding, as {@link Binding#evaluate} gives it. */
    Plain evaluate(Binding binding, Names names, InputReader reader) {
        Template single = binding.single();
        Plain[] values = single == null || single.isConstant() ? null : single.values(names);
        if (values == null) {
            return binding.evaluate(names, reader);
        }
        Lately before = of(binding);
        Plain known = (Plain) before.find(values);
        if (known == null) {
            known = binding.evaluate(names, reader);
            // What was wrong with it must be said of every variant.
            if (known != Plain.STAND_IN) {
                before.keep(values, known);
            }
        }
        return known;
    }

    /** Rendered settings by their names: one map for all scenes whose settings came to the same. */
    @SuppressWarnings("unchecked") // What is kept for a map of templates is one of texts.
    Map<String, Rendered> settings(Map<String, Template> templates, Rendered[] texts) {
        Lately before = of(templates);
        Map<String, Rendered> known = (Map<String, Rendered>) before.find(texts);
        if (known == null) {
            Map<String, Rendered> named = new LinkedHashMap<>();
            int next = 0;
            for (String name : templates.keySet()) {
                named.put(name, texts[next++]);
            }
            known = Collections.unmodifiableMap(named);
            before.keep(texts, known);
        }
        return known;
    }

    private Lately of(Object made) {
        Lately known = lately.get(made);
        if (known == null) {
            known = new Lately();
            lately.put(made, known);
        }
        return known;
    }

    /** What something came to, the last few times. */
    private static final class Lately {
        private final Object[][] from = new Object[KEPT][];
        private final Object[] made = new Object[KEPT];
        private int next;

        @Nullable
        Object find(Object[] values) {
            for (int i = 1; i <= KEPT; i++) {
                int at = (next - i) & (KEPT - 1);
                Object[] known = from[at];
                if (known == null) {
                    return null;
                }
                int same = 0;
                while (same < values.length && known[same] == values[same]) {
                    same++;
                }
                if (same == values.length) {
                    return made[at];
                }
            }
            return null;
        }

        void keep(Object[] values, Object came) {
            from[next] = values;
            made[next] = came;
            next = (next + 1) & (KEPT - 1);
        }
    }
}
