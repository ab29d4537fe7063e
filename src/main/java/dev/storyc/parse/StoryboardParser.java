package dev.storyc.parse;

import dev.storyc.board.Storyboard;
import dev.storyc.diagnostic.BrokenPaths;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Place;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** From the text of a storyboard, and of what it {@code uses}, to a storyboard whose every value knows its place. */
public final class StoryboardParser {
    private final String defaultModel;

    /** @param defaultModel the model of a storyboard that names none */
    public StoryboardParser(String defaultModel) {
        this.defaultModel = defaultModel;
    }

    /**
     * Reads a storyboard; after a mistake in one place the rest is still read.
     *
     * @param sources where a file named by {@code uses} comes from
     */
    public Result<Located<Storyboard>> parse(Source source, Sources sources) {
        YamlText text = new YamlText(source);
        Result<Node> composed = YamlComposer.compose(text);
        Node root = composed.value();
        if (root == null) {
            return Result.none(composed.diagnostics());
        }
        Reading reading = new Reading(text);
        DuplicateKeys.report(root, reading);
        Fields fields = Fields.of(reading, root, FieldPath.ROOT, "a storyboard");
        if (fields == null) {
            return Result.none(reading.diagnostics());
        }
        Shared shared = Shared.read(fields, reading, sources);
        Storyboard storyboard = new StoryboardBinder(reading, shared, defaultModel).bind(fields);
        Map<FieldPath, Place> places = new HashMap<>(shared.places());
        places.putAll(reading.places());
        List<Diagnostic> diagnostics = new ArrayList<>(reading.diagnostics());
        diagnostics.addAll(shared.diagnostics());
        BrokenPaths broken = reading.broken();
        broken.addAll(shared.broken());
        return new Result<>(new Located<>(storyboard, source, places, broken), diagnostics);
    }
}
