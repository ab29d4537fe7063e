package dev.storyc.expand;

/** How often each condition of a storyboard was asked, and held, over some of its variants. */
final class MatchCounts {
    private final int[] asked;
    private final int[] held;

    /** @param conditions how many there are */
    MatchCounts(int conditions) {
        asked = new int[conditions];
        held = new int[conditions];
    }

    void note(int condition, boolean holds) {
        asked[condition]++;
        held[condition] += holds ? 1 : 0;
    }

    void add(MatchCounts others) {
        for (int i = 0; i < asked.length; i++) {
            asked[i] += others.asked[i];
            held[i] += others.held[i];
        }
    }

    int asked(int condition) {
        return asked[condition];
    }

    int held(int condition) {
        return held[condition];
    }
}
