package dev.storyc.lsp;

import dev.storyc.board.KeyDescription;
import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.Limits;
import dev.storyc.catalog.VideoModel;
import dev.storyc.catalog.WireType;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Keys, settings and models in Markdown, as editors show it. */
final class Words {
    private Words() {}

    static String of(KeyDescription key) {
        return key.description() + (key.required() ? " Required." : "") + "\n\n"
                + key.examples().stream()
                        .map(example -> "`" + key.name() + ": " + example + "`")
                        .collect(Collectors.joining("  \n"));
    }

    static String of(ArgumentSpec spec) {
        StringBuilder words = new StringBuilder(spec.description());
        List<String> allowed = spec.type() == WireType.BOOLEAN ? List.of("true", "false") : spec.allowed();
        if (!allowed.isEmpty()) {
            words.append("\n\nAllowed: ").append(list(allowed));
        }
        if (spec.maxCharacters() > 0) {
            words.append("\n\nAt most ").append(spec.maxCharacters()).append(" characters.");
        }
        if (spec.min() != null || spec.max() != null) {
            words.append("\n\nFrom ")
                    .append(spec.min())
                    .append(" to ")
                    .append(spec.max())
                    .append('.');
        }
        words.append("\n\n")
                .append(spec.unset() == null ? "Unset, it is not sent." : "Unset, it is `" + spec.unset() + "`.");
        return words.toString();
    }

    static String of(VideoModel model) {
        Limits limits = model.limits();
        List<BigDecimal> prices = model.prices().rows().stream()
                .map(row -> row.usdPerSecond())
                .sorted()
                .toList();
        String price = prices.isEmpty()
                ? "no known price"
                : "$" + prices.get(0).toPlainString() + " to $"
                        + prices.get(prices.size() - 1).toPlainString() + " a second";
        String shots = limits.multiShot() ? "up to " + limits.maxShots() + " shots" : "one shot";
        return model.title() + ": clips of " + limits.clipSecondsInWords() + " s, " + shots + ", prompts of up to "
                + limits.promptCharacters() + " characters, " + price + ".";
    }

    /** Text as it is, whatever is in it. */
    static String fenced(String text) {
        String fence = "```";
        while (text.contains(fence)) {
            fence += "`";
        }
        return fence + "text\n" + text + "\n" + fence;
    }

    private static String list(List<String> values) {
        return values.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", "));
    }
}
