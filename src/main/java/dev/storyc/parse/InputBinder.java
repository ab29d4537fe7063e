package dev.storyc.parse;

import dev.storyc.board.Input;
import dev.storyc.board.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Binds {@code inputs}. */
final class InputBinder {
    private static final Map<String, Input.Type> TYPES = Fields.words(Input.Type.values());

    private InputBinder() {}

    static Map<String, Input> inputs(Fields fields) {
        Map<String, Input> inputs = new LinkedHashMap<>();
        fields.nestedByName("inputs", "the input").forEach((name, declaration) -> {
            Input input = input(declaration);
            declaration.finish();
            // Of half a declaration nothing follows, neither about its values nor about who uses it.
            if (!declaration.refusedWhole()) {
                inputs.put(name, input);
            }
        });
        return inputs;
    }

    private static Input input(Fields fields) {
        Input.Type type = fields.word("type", TYPES);
        Value allowed = fields.value("enum");
        return new Input(
                type == null ? Input.Type.STRING : type,
                fields.text("description"),
                fields.value("default"),
                fields.flag("required", true),
                allowed == null
                        ? List.of()
                        : allowed instanceof Value.Listing list ? list.items() : List.of((Value.Scalar) allowed),
                fields.text("pattern"),
                fields.decimal("min", "60.00"),
                fields.decimal("max", "60.00"),
                fields.integer("min_length"),
                fields.integer("max_length"));
    }
}
