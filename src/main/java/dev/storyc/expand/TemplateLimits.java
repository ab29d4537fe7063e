package dev.storyc.expand;

import java.util.Locale;

/** How large templates and what is rendered of them may grow: far beyond what any model reads. */
final class TemplateLimits {
    /** Characters of one template with its partials put in, and of one text that is rendered. */
    static final int CHARACTERS = 1 << 18;

    /** Characters of all texts of one variant. */
    static final int OF_A_VARIANT = 1 << 20;

    /** Tags of one template with its partials put in. */
    static final int TAGS = 10_000;

    /** How deep sections stand in sections, partials in partials, and values in values. */
    static final int DEPTH = 64;

    /** Characters of all templates of a storyboard together, their partials put in. */
    static final int ALL_CHARACTERS = 16 << 20;

    /** Tags of all templates of a storyboard together. */
    static final int ALL_TAGS = 500_000;

    static final String SECTIONS_TOO_DEEP = "sections stand more than " + DEPTH + " deep in each other here";
    static final String FLATTEN = "write what the inner ones say into one variable, and use that";

    private TemplateLimits() {}

    /** A number with commas, as messages show it. */
    static String inWords(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
