package dev.storyc.diagnostic;

import java.util.List;

/**
 * Where a value was written and the way that led there, outermost first.
 *
 * @param span the place
 * @param way such as {@code scene arrival}, {@code shot 2}
 */
public record Origin(Span span, List<String> way) {
    public Origin {
        way = List.copyOf(way);
    }
}
