package dev.storyc.job;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The most US dollars that may newly be spent in a scope.
 *
 * <p>An attempt belongs to every scope it was claimed in, and counts once in each.
 *
 * @param scope a name unique to the build, to a storyboard in a build, or to an allowance that several builds may draw on
 * @param usd the most that all attempts of the scope may cost together; null bounds no sum
 * @param words what people call this cap: {@code --max-cost}
 * @param once whether each key may be attempted once only in this scope, whatever became of the attempt
 */
public record Cap(String scope, @Nullable BigDecimal usd, String words, boolean once) {
    /** A cap on the sum alone. */
    public Cap(String scope, BigDecimal usd, String words) {
        this(scope, usd, words, false);
    }
}
