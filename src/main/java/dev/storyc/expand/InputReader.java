package dev.storyc.expand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.board.Input;
import dev.storyc.board.Value;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a text as an input's type and checks it; a text that doesn't pass is reported and a stand-in returned. */
final class InputReader {
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,40}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]{1,40}(\\.[0-9]{0,40})?|\\.[0-9]{1,40})");

    private final List<Diagnostic> diagnostics;
    private final PatternChecks patterns;

    InputReader(PatternChecks patterns, List<Diagnostic> diagnostics) {
        this.patterns = patterns;
        this.diagnostics = diagnostics;
    }

    /** One that reads in the same way, and says elsewhere what doesn't pass. */
    InputReader saying(List<Diagnostic> elsewhere) {
        return new InputReader(patterns, elsewhere);
    }

    Plain read(String name, Input input, String text, Origin origin) {
        Plain value = switch (input.type()) {
            case STRING -> new Plain.Text(text);
            case INTEGER -> matching(name, input, text, INTEGER, "a whole number", origin);
            case NUMBER -> matching(name, input, text, NUMBER, "a number", origin);
            case BOOLEAN -> bool(name, text, origin);
            case LIST -> list(name, text, origin);
        };
        return value == Plain.STAND_IN ? value : checked(name, input, value, origin);
    }

    Plain checked(String name, Input input, Plain value, Origin origin) {
        String pattern = input.type() == Input.Type.STRING ? input.pattern() : null;
        PatternChecks.Answer answer =
                pattern == null ? PatternChecks.Answer.FITS : patterns.check(pattern, value.toString());
        if (answer == PatternChecks.Answer.GIVEN_UP) {
            return Plain.STAND_IN;
        }
        if (answer == PatternChecks.Answer.TOO_SLOW) {
            diagnostics.add(Diagnostic.of(
                            Rule.PATTERN_TOO_SLOW,
                            origin.span(),
                            "the pattern `" + pattern + "` of `" + name + "` takes more than "
                                    + TemplateLimits.inWords(PatternChecks.STEPS) + " steps for this value",
                            "let each part of it match what the next can't: `(.*)(.*)` is `(.*)`, and `(a+)+` is `a+`")
                    .withTrace(origin.way()));
            return Plain.STAND_IN;
        }
        String problem = problem(input, value, answer == PatternChecks.Answer.FITS);
        if (problem == null) {
            return value;
        }
        diagnostics.add(Diagnostic.of(
                        Rule.INPUT_NOT_ALLOWED,
                        origin.span(),
                        "`" + name + "` is " + (value.toString().isEmpty() ? "empty, " : "`" + value + "`, ") + problem,
                        allowedHint(input, value))
                .withTrace(origin.way()));
        return Plain.STAND_IN;
    }

    /** The text in a form in which equal values are equal texts: how conditions compare. */
    static String normal(@Nullable Input input, String text) {
        if (input == null) {
            return text;
        }
        return switch (input.type()) {
            case INTEGER, NUMBER ->
                NUMBER.matcher(text).matches()
                        ? new BigDecimal(text).stripTrailingZeros().toPlainString()
                        : text;
            case BOOLEAN -> text.equalsIgnoreCase("true") ? "true" : text.equalsIgnoreCase("false") ? "false" : text;
            default -> text;
        };
    }

    private Plain matching(String name, Input input, String text, Pattern form, String what, Origin origin) {
        return form.matcher(text).matches()
                ? new Plain.Text(text)
                : wrong(
                        name,
                        what,
                        text,
                        "write digits, or change the input's type from `"
                                + input.type().name().toLowerCase(java.util.Locale.ROOT) + "`",
                        origin);
    }

    private Plain bool(String name, String text, Origin origin) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return new Plain.Flag(text.equalsIgnoreCase("true"), text);
        }
        return wrong(name, "true or false", text, "write `true` or `false`", origin);
    }

    private Plain list(String name, String text, Origin origin) {
        String hint = "write a list in brackets, such as `[\"one\", \"two\"]`";
        try {
            JsonNode node = ListCells.JSON.readTree(text);
            if (node == null || !node.isArray()) {
                return wrong(name, "a list", text, hint, origin);
            }
            List<Plain.Text> items = new ArrayList<>();
            for (JsonNode item : node) {
                if (item.isContainerNode() || item.isNull()) {
                    return wrong(name, "a list of texts", text, hint, origin);
                }
                items.add(new Plain.Text(item.asText()));
            }
            return new Plain.Listing(items);
        } catch (JsonProcessingException e) {
            return wrong(name, "a list", text, hint, origin);
        }
    }

    Plain wrong(String name, String wanted, String text, String hint, Origin origin) {
        diagnostics.add(Diagnostic.of(
                        Rule.INPUT_TYPE,
                        origin.span(),
                        "`" + name + "` must be " + wanted + ", and here stands `" + text + "`",
                        hint)
                .withTrace(origin.way()));
        return Plain.STAND_IN;
    }

    private static @Nullable String problem(Input input, Plain value, boolean fits) {
        String text = value.toString();
        if (!isListed(input, text)) {
            return "which is not among the values it may have";
        }
        // Checks that don't fit the type were reported where they are declared.
        if (!fits) {
            return "which does not match `" + input.pattern() + "`";
        }
        int size = value instanceof Plain.Listing list ? list.items().size() : text.codePointCount(0, text.length());
        boolean sized = input.type() == Input.Type.STRING || input.type() == Input.Type.LIST;
        String unit = (value instanceof Plain.Listing ? " entr" : " character")
                + (value instanceof Plain.Listing ? (size == 1 ? "y" : "ies") : (size == 1 ? "" : "s"));
        if (sized && input.minLength() != null && size < input.minLength()) {
            return size + unit + ", and it needs at least " + input.minLength();
        }
        if (sized && input.maxLength() != null && size > input.maxLength()) {
            return size + unit + ", and it may have at most " + input.maxLength();
        }
        boolean number = input.type() == Input.Type.INTEGER || input.type() == Input.Type.NUMBER;
        if (number && input.min() != null && new BigDecimal(text).compareTo(input.min()) < 0) {
            return "which is less than " + input.min();
        }
        if (number && input.max() != null && new BigDecimal(text).compareTo(input.max()) > 0) {
            return "which is more than " + input.max();
        }
        return null;
    }

    private static boolean isListed(Input input, String text) {
        String normal = input.allowed().isEmpty() ? text : normal(input, text);
        for (Value.Scalar one : input.allowed()) {
            if (normal(input, one.text()).equals(normal)) {
                return true;
            }
        }
        return input.allowed().isEmpty();
    }

    private static String allowedHint(Input input, Plain value) {
        if (input.allowed().isEmpty()) {
            return "change the value, or the checks of the input";
        }
        List<String> allowed = input.allowed().stream().map(Value.Scalar::text).toList();
        return NearestName.of(value.toString(), allowed)
                        .map(near -> "did you mean `" + near + "`? ")
                        .orElse("")
                + "it may be " + NearestName.list(allowed);
    }

    /** Made when the first list is read: it takes longer to build than a small check takes. */
    private static final class ListCells {
        static final JsonMapper JSON = JsonMapper.builder().build();
    }
}
