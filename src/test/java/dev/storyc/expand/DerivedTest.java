package dev.storyc.expand;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Origin;
import dev.storyc.diagnostic.Span;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class DerivedTest {
    private static final Origin NOWHERE = new Origin(Span.ofFile("a.yaml"), List.of());

    private static final SceneCut CUT = new SceneCut(true, true, BigDecimal.ONE, NOWHERE);

    @Test
    void keepsOneThingOfEach() {
        Derived derived = new Derived();
        assertThat(derived.by("fit")).isNull();
        derived.keep("fit", "passed");
        derived.keep("lower", 1);
        // A scene that a million variants share would grow by as many.
        derived.keep("fit", "again");
        assertThat(derived.by("fit")).isEqualTo("passed");
        assertThat(derived.by("lower")).isEqualTo(1);
        assertThat(derived.by("explain")).isNull();
    }

    @Test
    void scenesWithoutSettingsShareAShape() {
        assertThat(scene("Fog.").sharesShape(scene("Rain."))).isTrue();
    }

    private static FilmScene scene(String prompt) {
        Rendered text = new Rendered(prompt, NOWHERE, false, () -> {
            throw new AssertionError("nobody asks how a text came about");
        });
        SceneBody body = new SceneBody(3, text, text, List.of(), null, null);
        return new FilmScene("pier", 1, FilmScene.Form.ONE_SHOT, body, new HashMap<>(), false, 1, 0, CUT, NOWHERE);
    }
}
