package dev.storyc.report;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** Texts of storyboards as plainer formats can hold them. */
final class Plain {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private Plain() {}

    /** Without the characters that XML 1.0 has no way to write: each becomes U+FFFD, so that what was there shows. */
    static String text(String text) {
        if (text.codePoints().allMatch(Plain::isText)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().map(point -> isText(point) ? point : 0xFFFD).forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean isText(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }

    /** On one line, with single spaces. */
    static String line(String text) {
        return SPACES.matcher(text(text)).replaceAll(" ").strip();
    }

    /** On one line in ASCII: letters lose their marks, and what has no ASCII becomes {@code ?}. */
    static String ascii(String text) {
        String bare = MARKS.matcher(Normalizer.normalize(line(text), Normalizer.Form.NFKD))
                .replaceAll("");
        StringBuilder ascii = new StringBuilder(bare.length());
        bare.codePoints()
                .map(point -> point >= 0x20 && point < 0x7F ? point : punctuation(point))
                .forEach(point -> ascii.append((char) point));
        return ascii.toString();
    }

    private static int punctuation(int point) {
        return switch (point) {
            case 0x2018, 0x2019 -> '\'';
            case 0x201C, 0x201D -> '"';
            case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014 -> '-';
            default -> '?';
        };
    }
}
