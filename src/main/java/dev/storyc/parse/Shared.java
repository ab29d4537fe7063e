package dev.storyc.parse;

import dev.storyc.board.Cut;
import dev.storyc.board.Input;
import dev.storyc.board.Settings;
import dev.storyc.board.Value;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Place;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * What {@code uses} brings in: model, settings, inputs, variables and cut that several storyboards share.
 *
 * @param places where they were written, under the same paths as if the storyboard held them itself
 * @param broken what of them was refused, under such paths too; {@code uses} itself if nothing could be read
 */
record Shared(
        @Nullable String model,
        Settings settings,
        Map<String, Input> inputs,
        Map<String, Value> variables,
        Cut cut,
        Map<FieldPath, Place> places,
        Set<FieldPath> broken,
        List<Diagnostic> diagnostics) {
    private static final Shared NOTHING =
            new Shared(null, Settings.NONE, Map.of(), Map.of(), Cut.UNSAID, Map.of(), Set.of(), List.of());

    /** Reads the file that {@code uses} names; what can't be had is reported there and counts as empty. */
    static Shared read(Fields storyboard, Reading reading, Sources sources) {
        Node at = storyboard.take("uses");
        String path = at == null ? null : storyboard.text("uses");
        if (at == null || path == null) {
            return NOTHING;
        }
        Sources.Answer<Source> answer = sources.shared(path);
        Source source = answer.found();
        if (source == null) {
            reading.report(Rule.USES_MISSING, at, answer.problem(), answer.hint());
            return NOTHING;
        }
        YamlText text = new YamlText(source);
        Result<Node> composed = YamlComposer.compose(text);
        Node root = composed.value();
        if (root == null) {
            return failed(composed.diagnostics());
        }
        Reading inner = new Reading(text);
        DuplicateKeys.report(root, inner);
        Fields fields = Fields.of(inner, root, FieldPath.ROOT, "a file of `uses`");
        if (fields == null) {
            return failed(inner.diagnostics());
        }
        Shared shared = new Shared(
                fields.text("model"),
                new Settings(StoryboardBinder.scalarsOnly(fields, inner, "settings")),
                InputBinder.inputs(fields),
                fields.values("variables"),
                CutBinder.cut(fields),
                inner.places(),
                inner.broken().all(),
                inner.diagnostics());
        fields.text("version");
        fields.finish(name -> name.startsWith("x-"));
        return shared;
    }

    private static Shared failed(List<Diagnostic> diagnostics) {
        return new Shared(
                null,
                Settings.NONE,
                Map.of(),
                Map.of(),
                Cut.UNSAID,
                Map.of(),
                Set.of(FieldPath.ROOT.child("uses")),
                diagnostics);
    }
}
