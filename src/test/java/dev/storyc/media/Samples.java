package dev.storyc.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Animatics to draw in tests. */
final class Samples {
    static final String LATIN = "Night rain on stone, neon in every puddle, slow push-in at knee height. ";
    static final String JAPANESE = "雨の夜、石畳にネオンがにじむ。マラはヘッドホンを両手でそっと持ち上げる。部屋を聴く。";
    static final String KOREAN = "비 오는 밤, 돌바닥 위로 네온이 번진다. 노란 전차가 천천히 언덕을 오른다.";

    private Samples() {}

    static Animatic film(int width, int height, boolean sound, Animatic.Card... cards) {
        return film(width, height, sound, null, cards);
    }

    static Animatic film(int width, int height, boolean sound, @Nullable String avoid, Animatic.Card... cards) {
        return new Animatic(
                width, height, sound, "Animatic of a model", List.of("pro", "16:9"), avoid, false, List.of(cards));
    }

    static Animatic.Card card(int seconds, String prompt) {
        return new Animatic.Card(seconds, prompt);
    }
}
