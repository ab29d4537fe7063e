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
    private static final int ASCII = 0x80;

    private Slugs() {}

    /**
     * The slug of any text; may be empty. {@code :} between digits becomes {@code x}, every other run of what is no
     * letter, mark or digit a dash, none at the ends.
     */
    public static String of(String text) {
        return isAscii(text) ? ofAscii(text) : ofAny(text);
    }

    /** Done by the byte: there is a name for each of a million variants, and most are of ASCII. */
    @SuppressWarnings("deprecation") // The old constructor takes bytes for what they are.
    private static String ofAscii(String text) {
        int end = text.length();
        byte[] slug = new byte[end];
        int length = 0;
        boolean gap = false;
        for (int i = 0; i < end; i++) {
            char unit = text.charAt(i);
            boolean upper = unit >= 'A' && unit <= 'Z';
            if (upper || isLowerOrDigit(unit)) {
                if (gap && length > 0) {
                    slug[length++] = '-';
                }
                slug[length++] = (byte) (upper ? unit + ('a' - 'A') : unit);
                gap = false;
            } else if (unit == ':'
                    && i > 0
                    && i + 1 < end
                    && isDigit(text.charAt(i - 1))
                    && isDigit(text.charAt(i + 1))) {
                slug[length++] = 'x';
            } else {
                gap = true;
            }
        }
        return new String(slug, 0, 0, length);
    }

    private static String ofAny(String text) {
        String lower = lower(text);
        char[] slug = new char[lower.length()];
        int length = 0;
        boolean gap = false;
        int point;
        for (int i = 0; i < lower.length(); i += Character.charCount(point)) {
            point = lower.codePointAt(i);
            boolean ratio = point == ':'
                    && i > 0
                    && i + 1 < lower.length()
                    && Character.isDigit(lower.codePointBefore(i))
                    && Character.isDigit(lower.codePointAt(i + 1));
            if (ratio) {
                slug[length++] = 'x';
            } else if (isPart(point)) {
                if (gap && length > 0) {
                    slug[length++] = '-';
                }
                length += Character.toChars(point, slug, length);
                gap = false;
            } else {
                gap = true;
            }
        }
        return new String(slug, 0, length);
    }

    private static String lower(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        // Lower-casing can decompose (İ), and names on disk are compared composed.
        return Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    /** Whether nothing in it composes with anything. */
    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= ASCII) {
                return false;
            }
        }
        return true;
    }

    /**
     * The form in which two names are one to disks that don't tell case or composition: {@code ß} is {@code ss} there, and
     * the two small sigmas are one letter.
     */
    public static String folded(String name) {
        if (isFolded(name)) {
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

    /** Whether it is one of the names of ASCII that stay as they are, which most are. */
    private static boolean isFolded(String name) {
        for (int i = 0; i < name.length(); i++) {
            char unit = name.charAt(i);
            if (unit >= ASCII || (unit >= 'A' && unit <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPart(int point) {
        if (point < ASCII) {
            return isLowerOrDigit(point) || (point >= 'A' && point <= 'Z');
        }
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> Character.isLetter(point) || Character.isDigit(point);
        };
    }

    private static boolean isLowerOrDigit(int ascii) {
        return (ascii >= 'a' && ascii <= 'z') || isDigit(ascii);
    }

    private static boolean isDigit(int ascii) {
        return ascii >= '0' && ascii <= '9';
    }
}
