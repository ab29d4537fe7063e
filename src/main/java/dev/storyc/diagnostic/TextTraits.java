package dev.storyc.diagnostic;

/**
 * What one look at a text tells of its characters, for those who would otherwise each look for themselves. Of most
 * texts there is nothing more to ask.
 */
public final class TextTraits {
    private static final int RARE = 1;
    private static final int ODD = 2;
    private static final int COMPOSING = 4;
    // Signs that prose seldom has.
    private static final String SELDOM = "<>@#$%^&*_=+[]{}|\\~`";
    private static final byte[] OF_ASCII = ofAscii();
    private static final TextTraits[] ALL = all();

    private final int traits;

    private TextTraits(int traits) {
        this.traits = traits;
    }

    /** Looks at a text. */
    public static TextTraits of(String text) {
        return ALL[gathered(text)];
    }

    // Named in the launcher's directives: the second compiler makes it several times as fast.
    private static int gathered(String text) {
        int traits = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < OF_ASCII.length) {
                traits |= OF_ASCII[unit];
            } else {
                traits |= (isOrdinary(unit) ? 0 : ODD) | (isComposed(unit) ? 0 : COMPOSING);
            }
        }
        return traits;
    }

    /**
     * Whether it has one form and joins no other: Latin, Cyrillic, quotes and dashes, signs of money, kana, Chinese and
     * Korean as they are typed. Others may be so too.
     */
    private static boolean isComposed(char unit) {
        return unit < 0x300
                || (unit >= 0x400 && unit < 0x483)
                || (unit >= 0x2010 && unit < 0x2028)
                || (unit >= 0x20A0 && unit < 0x20C0)
                || (unit >= 0x3001 && unit < 0x302A)
                || (unit >= 0x3041 && unit < 0x3097)
                || (unit >= 0x30A1 && unit < 0x30FF)
                || (unit >= 0x4E00 && unit < 0xA000)
                || (unit >= 0xAC00 && unit < 0xD7A4)
                || (unit >= 0xFF01 && unit < 0xFF61);
    }

    /** Whether it is surely none of the odd ones: those between are the controls of direction, then half characters. */
    private static boolean isOrdinary(char unit) {
        return (unit >= 0xA0 && unit < 0x202A)
                || (unit > 0x202E && unit < 0x2066)
                || (unit > 0x2069 && unit < Character.MIN_SURROGATE)
                || (unit >= 0xFE00 && unit < 0xFFF0);
    }

    private static byte[] ofAscii() {
        byte[] traits = new byte[0x80];
        for (char unit = 0; unit < traits.length; unit++) {
            boolean odd = Character.isISOControl(unit) && unit != '\n' && unit != '\t';
            traits[unit] = (byte) ((SELDOM.indexOf(unit) < 0 ? 0 : RARE) | (odd ? ODD : 0));
        }
        return traits;
    }

    private static TextTraits[] all() {
        TextTraits[] all = new TextTraits[(RARE | ODD | COMPOSING) + 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = new TextTraits(i);
        }
        return all;
    }

    /** Whether it is in Unicode's form NFC for sure. */
    public boolean isComposed() {
        return (traits & COMPOSING) == 0;
    }

    /** Whether it may hold controls, halves of characters, no characters, or what turns the direction of text round. */
    public boolean isOdd() {
        return (traits & ODD) != 0;
    }

    /** False if the text can't hold this mark; true says nothing. */
    public boolean mayHold(String mark) {
        return (traits & RARE) != 0 || mark.isEmpty() || SELDOM.indexOf(mark.charAt(0)) < 0;
    }
}
