package dev.storyc.expand;

import dev.storyc.board.Slugs;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Span;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names variants, and sees that no two get one name. */
final class VariantNames {
    private static final int MAX_BYTES = 100;
    private static final Pattern RESERVED =
            Pattern.compile("CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9]", Pattern.CASE_INSENSITIVE);
    private static final String HINT =
            "set `variants: { name: … }` to a template that gives each variant a name of its own";

    /** As many names as are cheaper kept whole: hashing the first one takes longer than all else about them. */
    private static final int KEPT_WHOLE = 1000;

    private final Set<String> first = new HashSet<>();
    private @Nullable NameSet given;

    /** A variant's name; {@code usable} if nothing is wrong with it by itself. */
    record Name(String slug, boolean usable) {}

    /** The slug of a name; what is wrong with it by itself is added to the findings. Any thread may ask. */
    static Name slug(String wanted, Span origin, List<Diagnostic> diagnostics) {
        String slug = Slugs.of(wanted);
        String problem = null;
        if (slug.isEmpty()) {
            problem = wanted.isBlank()
                    ? "this variant has no name, for what names it is empty"
                    : "the name of this variant, `" + wanted + "`, has no letter or digit";
        } else if (slug.length() * 3 > MAX_BYTES && bytes(slug) > MAX_BYTES) {
            problem = "the name of this variant has " + bytes(slug) + " bytes, and a name may have " + MAX_BYTES;
        } else if (slug.length() <= 4 && RESERVED.matcher(slug).matches()) {
            problem = "`" + slug + "` is a name that Windows keeps for a device";
        }
        if (problem != null) {
            diagnostics.add(Diagnostic.of(Rule.VARIANT_NAME, origin, problem, HINT));
        }
        return new Name(slug, problem == null);
    }

    private static int bytes(String slug) {
        return slug.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Takes names in order; one that was given before is added to the findings. */
    void give(Name name, Span origin, List<Diagnostic> diagnostics) {
        String folded = Slugs.folded(name.slug());
        if (name.usable() && !add(folded)) {
            String problem = folded.equals(name.slug())
                    ? "two variants are called `" + name.slug() + "`"
                    : "the variant `" + name.slug()
                            + "` would share a folder with another, on disks that don't tell case";
            diagnostics.add(Diagnostic.of(Rule.DUPLICATE_VARIANT, origin, problem, HINT));
        }
    }

    /** False if it was there. */
    private boolean add(String slug) {
        NameSet many = given;
        if (many == null) {
            if (first.size() < KEPT_WHOLE) {
                return first.add(slug);
            }
            many = new NameSet();
            first.forEach(many::add);
            first.clear();
            given = many;
        }
        return many.add(slug);
    }
}
