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
}
