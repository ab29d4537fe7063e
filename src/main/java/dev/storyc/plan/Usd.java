package dev.storyc.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Dollars as people read them. */
public final class Usd {
    private Usd() {}

    /** {@code $4.29}; tenths of cents stay where they are: {@code $0.429}; null is {@code no price}. */
    public static String words(@Nullable BigDecimal usd) {
        if (usd == null) {
            return "no price";
        }
        BigDecimal exact = usd.signum() == 0 ? BigDecimal.ZERO : usd.stripTrailingZeros();
        return "$" + (exact.scale() < 2 ? exact.setScale(2, RoundingMode.UNNECESSARY) : exact).toPlainString();
    }

    /** The same, with room after it for tenths of cents, so that in a column the points stand below each other. */
    static String aligned(@Nullable BigDecimal usd) {
        String words = words(usd);
        int decimals = words.length() - 1 - words.indexOf('.');
        return usd == null || decimals >= 3 ? words : words + " ".repeat(3 - decimals);
    }
}
