package dev.storyc.parse;

import dev.storyc.board.Cut;
import java.util.Map;

/** Binds {@code cut}, wherever it stands. */
final class CutBinder {
    private static final Map<String, Cut.Transition> TRANSITIONS = Fields.words(Cut.Transition.values());
    private static final Map<String, Cut.Captions> CAPTIONS = Fields.words(Cut.Captions.values());

    private CutBinder() {}

    /** What a mapping says under {@code cut}; nothing if it has no such key. */
    static Cut cut(Fields around) {
        Fields fields = around.nested("cut");
        if (fields == null) {
            return Cut.UNSAID;
        }
        boolean enabled = fields.flag("enabled", true);
        Cut cut = new Cut(
                fields.word("transition", TRANSITIONS),
                fields.decimal("seconds", "0.5"),
                fields.word("captions", CAPTIONS),
                fields.has("enabled") ? (Boolean) enabled : null);
        fields.finish();
        return cut;
    }
}
