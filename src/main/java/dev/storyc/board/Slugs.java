package dev.storyc.board;

import java.text.Normalizer;
import java.util.Locale;

/** Slugs: lower-case names of letters, marks and digits of any script, joined by single dashes. */
public final class Slugs {
    /** What a slug written by an author looks like. */
    // One run of characters and no repeated group: Java matches the first with a loop, the second with its stack.
    public static final String PATTERN = "(?![-])(?!.*--)[[\\p{L}\\p{M}\\p{Nd}&&[^\\p{Lu}]]-]+(?<![-])";

    static final String HINT = "use lower-case letters, digits and single dashes between them, such as `night-market`";

    private static final int DOTLESS_I = 0x131;

    private Slugs() {}

    /**
     * The slug of any text; may be empty. {@code :} between digits becomes {@code x}, every other run of what is no
     * letter, mark or digit a dash, none at the ends.
     */
    public static String of(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        // Lower-casing can decompose (İ), and names on disk are compared composed.
        int[] points =
                Normalizer.normalize(lower, Normalizer.Form.NFC).codePoints().toArray();
        StringBuilder slug = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < points.length; i++) {
            boolean ratio = points[i] == ':'
                    && i > 0
                    && i + 1 < points.length
                    && Character.isDigit(points[i - 1])
                    && Character.isDigit(points[i + 1]);
            if (ratio) {
                slug.append('x');
            } else if (isPart(points[i])) {
                if (gap && slug.length() > 0) {
                    slug.append('-');
                }
                slug.appendCodePoint(points[i]);
                gap = false;
            } else {
                gap = true;
            }
        }
        return slug.toString();
    }

    /**
     * The form in which two names are one to disks that don't tell case or composition: {@code ß} is {@code ss} there, and
     * the two small sigmas are one letter.
     */
    public static String folded(String name) {
        if (name.chars().allMatch(c -> c < 0x80 && (c < 'A' || c > 'Z'))) {
            return name;
        }
        StringBuilder folded = new StringBuilder(name.length());
        Normalizer.normalize(name, Normalizer.Form.NFC).codePoints().forEach(point -> {
            // Upper case is one for all that folds together; but a dotless i has i's, and is a letter of its own.
            String upper = Character.toString(point).toUpperCase(Locale.ROOT);
            folded.append(point == DOTLESS_I ? Character.toString(point) : upper.toLowerCase(Locale.ROOT));
        });
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static boolean isPart(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> Character.isLetter(point) || Character.isDigit(point);
        };
    }
}
