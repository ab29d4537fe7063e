package dev.storyc.expand;

import dev.storyc.board.Input;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Value;
import dev.storyc.board.Variants;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of {@code --set}, as inputs and variables of one storyboard. */
final class SetValues {
    private static final FieldPath INPUTS = FieldPath.ROOT.child("inputs");

    private SetValues() {}

    /** Binds those that this storyboard has a name for, and notes in the choices that they were met. */
    static Map<String, Binding> bind(Located<Storyboard> located, Choices choices, List<Diagnostic> diagnostics) {
        Storyboard storyboard = located.value();
        Variants written = storyboard.variants();
        Map<String, Binding> sets = new LinkedHashMap<>();
        for (Map.Entry<String, String> set : choices.sets().entrySet()) {
            String name = set.getKey();
            Span span = Span.ofFile("--set " + name);
            if (written != null && written.matrix().containsKey(name)) {
                choices.meet(name);
                diagnostics.add(Diagnostic.of(
                        Rule.UNKNOWN_SET,
                        span,
                        "`" + name + "` is an axis of `" + storyboard.name() + "`, and --set sets none",
                        "to narrow the build, use --select variant:" + name + "=" + set.getValue()));
                continue;
            }
            Input input = storyboard.inputs().get(name);
            Value variable = storyboard.variables().get(name);
            if (input != null || variable != null) {
                choices.meet(name);
                Binding bound = Binding.data(
                        name,
                        input,
                        new Value.Scalar(set.getValue(), Value.Kind.TEXT),
                        new Origin(span, List.of("--set " + name)));
                boolean flag = variable instanceof Value.Scalar scalar && scalar.kind() == Value.Kind.BOOLEAN;
                sets.put(name, bound.flagged(flag));
            } else if (located.brokenNames(INPUTS).contains(name)) {
                // It was declared, and what was written there is reported already.
                choices.meet(name);
            }
        }
        return sets;
    }
}
