package dev.storyc.validate;

import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Rule;
import java.util.function.UnaryOperator;

/**
 * What a validator found, before it has a place.
 *
 * @param rule the rule that speaks
 * @param way from the validated record to the value meant
 * @param onKey whether the key is meant, not its value
 */
record Finding(Rule rule, UnaryOperator<FieldPath> way, boolean onKey, String message, String hint) {
    static Finding at(String child, Rule rule, String message, String hint) {
        return new Finding(rule, path -> path.child(child), false, message, hint);
    }
}
