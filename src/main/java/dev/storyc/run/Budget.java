package dev.storyc.run;

import dev.storyc.job.Cap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one build may newly spend: caps in US dollars on all of it, by what people call them, and on the clips of single
 * storyboards.
 */
public record Budget(Map<String, BigDecimal> overall, Map<String, BigDecimal> byStoryboard) {
    /** No cap at all. */
    public static final Budget NONE = new Budget(Map.of(), Map.of());

    public Budget {
        overall = Map.copyOf(overall);
        byStoryboard = Map.copyOf(byStoryboard);
    }

    /** The caps that hold for a key which these storyboards want, in this build. */
    List<Cap> caps(String build, Collection<String> storyboards) {
        List<Cap> caps = new ArrayList<>();
        new TreeMap<>(overall).forEach((words, usd) -> caps.add(new Cap(build + ":" + words, usd, words)));
        for (String storyboard : storyboards) {
            BigDecimal usd = byStoryboard.get(storyboard);
            if (usd != null) {
                caps.add(new Cap(build + "/" + storyboard, usd, "the budget of " + storyboard));
            }
        }
        return caps;
    }
}
