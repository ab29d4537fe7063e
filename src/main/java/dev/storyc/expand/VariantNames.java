package dev.storyc.expand;

import dev.storyc.board.Slugs;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names variants, and sees that no two get one name. */
final class VariantNames {
    private static final int MAX_BYTES = 100;
    private static final String HINT =
            "set `variants: { name: … }` to a template that gives each variant a name of its own";

    private final Set<String> given = new HashSet<>();

    /** The slug of a name; what is wrong with it is added to the findings. */
    String give(String wanted, Span origin, List<Diagnostic> diagnostics) {
        String slug = Slugs.of(wanted);
        if (slug.isEmpty()) {
            diagnostics.add(Diagnostic.of(
                    Rule.VARIANT_NAME,
                    origin,
                    "the name of this variant, `" + wanted + "`, has no letter or digit",
                    HINT));
        } else if (slug.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            diagnostics.add(Diagnostic.of(
                    Rule.VARIANT_NAME,
                    origin,
                    "the name of this variant has " + slug.getBytes(StandardCharsets.UTF_8).length
                            + " bytes, and a name may have " + MAX_BYTES,
                    HINT));
        } else if (isReserved(slug)) {
            diagnostics.add(Diagnostic.of(
                    Rule.VARIANT_NAME, origin, "`" + slug + "` is a name that Windows keeps for a device", HINT));
        } else if (!given.add(slug)) {
            diagnostics.add(
                    Diagnostic.of(Rule.DUPLICATE_VARIANT, origin, "two variants are called `" + slug + "`", HINT));
        }
        return slug;
    }

    private static boolean isReserved(String slug) {
        return slug.toUpperCase(Locale.ROOT).matches("CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9]");
    }
}
