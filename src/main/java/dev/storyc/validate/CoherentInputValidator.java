package dev.storyc.validate;

import dev.storyc.board.CoherentInput;
import dev.storyc.board.Input;
import dev.storyc.diagnostic.Rule;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/** An input's checks fit its type, and leave room for a value. */
public final class CoherentInputValidator implements FindingValidator<CoherentInput, Input> {
    @Override
    public void check(Input input, HibernateConstraintValidatorContext context, List<Finding> findings) {
        boolean number = input.type() == Input.Type.INTEGER || input.type() == Input.Type.NUMBER;
        boolean sized = input.type() == Input.Type.STRING || input.type() == Input.Type.LIST;
        fits("min", input.min(), number, "integer or number", findings);
        fits("max", input.max(), number, "integer or number", findings);
        fits("min_length", input.minLength(), sized, "string or list", findings);
        fits("max_length", input.maxLength(), sized, "string or list", findings);
        fits("pattern", input.pattern(), input.type() == Input.Type.STRING, "string", findings);
        ordered("min", input.min(), "max", input.max(), findings);
        ordered("min_length", decimal(input.minLength()), "max_length", decimal(input.maxLength()), findings);
        if (input.pattern() != null) {
            try {
                Pattern.compile(input.pattern());
            } catch (PatternSyntaxException e) {
                findings.add(Finding.at(
                        "pattern",
                        Rule.INPUT_DECLARATION,
                        "this is no regular expression: " + e.getDescription() + " at character " + (e.getIndex() + 1),
                        "mend it, or put a backslash before a character that stands for itself"));
            }
        }
    }

    private static void fits(
            String key, @Nullable Object written, boolean allowed, String types, List<Finding> findings) {
        if (written != null && !allowed) {
            findings.add(new Finding(
                    Rule.INPUT_DECLARATION,
                    path -> path.child(key),
                    true,
                    "`" + key + "` checks only inputs of type " + types,
                    "set `type`, or remove `" + key + "`"));
        }
    }

    private static void ordered(
            String low, @Nullable BigDecimal least, String high, @Nullable BigDecimal most, List<Finding> findings) {
        if (least != null && most != null && least.compareTo(most) > 0) {
            findings.add(Finding.at(
                    low,
                    Rule.INPUT_DECLARATION,
                    "`" + low + "` is " + least + " and `" + high + "` is " + most + ", so no value can pass",
                    "swap the two"));
        }
    }

    private static @Nullable BigDecimal decimal(@Nullable Integer number) {
        return number == null ? null : BigDecimal.valueOf(number);
    }
}
