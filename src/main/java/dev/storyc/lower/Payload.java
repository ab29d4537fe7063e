package dev.storyc.lower;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked for, without anything about who asks. Two are equal if they ask for the same.
 *
 * <p>A campaign makes hundreds of thousands, few of which anybody looks into: one that is made from a form writes its
 * bytes from the form's, and gathers its arguments when they are asked for.
 */
public final class Payload {
    private final String model;
    private final @Nullable PayloadForm form;
    private final PayloadTexts prompts;
    private final PayloadTexts settings;
    // Gathered when it is first wanted; two threads that gather it at once gather the same.
    private @Nullable Map<String, Object> args;
    // The key of each take that was asked for.
    private Map<Integer, Key> keys = Map.of();

    /**
     * @param model the model's id, such as {@code kwaivgi/kling-3.0/text-to-video}
     * @param args the arguments by their wire names; values are String, Integer, Long, BigDecimal, Boolean, or Lists and
     *     Maps of these; handed over, not copied
     */
    public Payload(String model, Map<String, Object> args) {
        this.model = model;
        this.form = null;
        this.prompts = PayloadTexts.NONE;
        this.settings = PayloadTexts.NONE;
        this.args = Collections.unmodifiableMap(args);
    }

    /** A payload of this form, with these texts in its holes: those of its prompts first, then those of settings. */
    Payload(String model, PayloadForm form, PayloadTexts prompts, PayloadTexts settings) {
        this.model = model;
        this.form = form;
        this.prompts = prompts;
        this.settings = settings;
    }

    /** The model's id. */
    public String model() {
        return model;
    }

    /** The arguments by their wire names, in the order the catalogue lists them. */
    public Map<String, Object> args() {
        Map<String, Object> gathered = args;
        if (gathered == null) {
            gathered = Collections.unmodifiableMap(Objects.requireNonNull(form, "a payload has arguments or a form")
                    .filled(prompts, settings));
            args = gathered;
        }
        return gathered;
    }

    /** How many characters its texts have together: payloads of other sizes ask for something else. */
    public int size() {
        return prompts.characters() + settings.characters();
    }

    /** The key of one take. */
    Key key(int take) {
        Key key = keys.get(take);
        if (key == null) {
            key = RequestKey.of(this, take);
            keys = with(take, key);
        }
        return key;
    }

    // Copied, so that a thread that still reads the old map is not disturbed; most clips have one take.
    private Map<Integer, Key> with(int take, Key key) {
        if (keys.isEmpty()) {
            return Map.of(take, key);
        }
        Map<Integer, Key> more = new HashMap<>(keys);
        more.put(take, key);
        // Wrapped, and so seen whole by whichever thread sees it.
        return Collections.unmodifiableMap(more);
    }

    /**
     * Appends the arguments as RFC 8785 writes them, which is how they are hashed.
     *
     * @throws IllegalArgumentException if an argument can't be written exactly
     */
    public void write(CanonicalJson json) {
        if (form == null) {
            json.value(args());
        } else {
            form.write(prompts, settings, json);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Payload payload && model.equals(payload.model))) {
            return false;
        }
        // Where both are of one form, the texts are all that can differ.
        boolean oneForm = form != null && form == payload.form;
        return oneForm
                ? prompts.sameAs(payload.prompts) && settings.sameAs(payload.settings)
                : args().equals(payload.args());
    }

    @Override
    public int hashCode() {
        return Objects.hash(model, args());
    }

    @Override
    public String toString() {
        return model + " " + args();
    }
}
