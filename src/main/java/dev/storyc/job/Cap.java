package dev.storyc.job;

import java.math.BigDecimal;

/**
 * The most US dollars that may newly be spent in a scope.
 *
 * <p>An attempt belongs to every scope it was claimed in, and counts once in each.
 *
 * @param scope a name unique to the build, or to a storyboard in a build
 * @param usd the most that all attempts of the scope may cost together
 * @param words what people call this cap: {@code --max-cost}
 */
public record Cap(String scope, BigDecimal usd, String words) {}
