package dev.storyc.lsp;

import java.math.BigDecimal;

/**
 * What a storyboard comes to.
 *
 * @param whole whether all its variants were judged; else only the first few were
 * @param variants how many were
 * @param errors how many errors there are; with one there are no clips
 * @param clips how many clips and takes
 * @param seconds of all clips
 * @param dollars for all clips whose price is known; requests that are equal are paid once
 * @param unpriced how many clips have no known price
 */
record Tally(boolean whole, int variants, int errors, int clips, long seconds, BigDecimal dollars, int unpriced) {
    /** One line for people: {@code 18 clips · 108 s · $28.872}. */
    String words() {
        String some = whole ? "" : String.format("first %,d variants: ", variants);
        if (errors > 0) {
            return some + count(errors, "error") + ", so there are no clips yet";
        }
        String price = unpriced == clips && clips > 0 ? "no known price" : "$" + dollars.toPlainString();
        String without = unpriced > 0 && unpriced < clips ? " and " + count(unpriced, "clip") + " without a price" : "";
        return some + count(clips, "clip") + " · " + String.format("%,d s · ", seconds) + price + without
                + (whole ? "" : " · save to count all");
    }

    static String count(long number, String noun) {
        return String.format("%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
