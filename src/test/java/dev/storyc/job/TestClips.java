package dev.storyc.job;

import dev.storyc.lower.Clip;
import dev.storyc.lower.Expectation;
import dev.storyc.lower.Payload;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clips of Kling 3.0 for tests: what the compiler would make of small scenes. */
public final class TestClips {
    private TestClips() {}

    /** The clip of a prompt, in mode std, three seconds, without sound: $0.429. */
    public static Clip clip(String variant, String id, int number, String prompt) {
        return clip("board", variant, id, number, 1, prompt, 3, new BigDecimal("0.429"));
    }

    public static Clip clip(
            String storyboard,
            String variant,
            String id,
            int number,
            int take,
            String prompt,
            int seconds,
            @Nullable BigDecimal price) {
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("mode", "std");
        args.put("duration", String.valueOf(seconds));
        args.put("multi_shot", false);
        args.put("prompt", prompt);
        args.put("aspect_ratio", "16:9");
        args.put("generate_audio", false);
        Payload payload = new Payload("kwaivgi/kling-3.0/text-to-video", args);
        return new Clip(
                storyboard,
                variant,
                id,
                number,
                take,
                take == 1,
                payload,
                seconds,
                price,
                new Expectation(seconds, 1280, 720, false));
    }
}
