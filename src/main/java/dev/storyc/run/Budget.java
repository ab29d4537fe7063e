package dev.storyc.run;

import dev.storyc.job.Cap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one build may newly spend: caps in US dollars on all of it, by what people call them, and on the clips of single
 * storyboards.
 *
 * @param confirmed what a person, or --yes, agreed to spend by the price list, or null where caps alone bound it
 * @param allowance the cap of a plan that was written down, which holds for all builds by that plan together, or null
 */
public record Budget(
        Map<String, BigDecimal> overall,
        Map<String, BigDecimal> byStoryboard,
        @Nullable Cap allowance,
        @Nullable BigDecimal confirmed) {
    /** No cap at all. */
    public static final Budget NONE = new Budget(Map.of(), Map.of());

    public Budget {
        overall = Map.copyOf(overall);
        byStoryboard = Map.copyOf(byStoryboard);
    }

    /** Caps of a build without an allowance. */
    public Budget(Map<String, BigDecimal> overall, Map<String, BigDecimal> byStoryboard) {
        this(overall, byStoryboard, null);
    }

    /** Caps of a build, and of the plan it goes by. */
    public Budget(Map<String, BigDecimal> overall, Map<String, BigDecimal> byStoryboard, @Nullable Cap allowance) {
        this(overall, byStoryboard, allowance, null);
    }

    /** The same, where this sum was agreed to; null where the caps say what may be spent. */
    public Budget confirmed(@Nullable BigDecimal usd) {
        return new Budget(overall, byStoryboard, allowance, usd);
    }

    /** The caps that hold for a key which these storyboards want, in this build. */
    public List<Cap> caps(String build, Collection<String> storyboards) {
        List<Cap> caps = new ArrayList<>();
        new TreeMap<>(overall).forEach((words, usd) -> caps.add(new Cap(build + ":" + words, usd, words)));
        for (String storyboard : storyboards) {
            BigDecimal usd = byStoryboard.get(storyboard);
            if (usd != null) {
                caps.add(new Cap(build + "/" + storyboard, usd, "the budget of " + storyboard));
            }
        }
        if (allowance != null) {
            caps.add(allowance);
        }
        return caps;
    }
}
