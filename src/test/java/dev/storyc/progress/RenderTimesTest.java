package dev.storyc.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.progress.RenderTimes.Ahead;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class RenderTimesTest {
    private final RenderTimes times = new RenderTimes();

    @Test
    void withoutHistoryNothingIsSaid() {
        assertThat(times.left(List.of(), List.of(ahead("a", 0)), 4)).isEmpty();
        times.learn("a", Duration.ofMinutes(2));
        assertThat(times.left(List.of(), List.of(ahead("a", 0), ahead("b", 0)), 4))
                .isEmpty();
        assertThat(times.left(List.of(), List.of(), 4)).isEmpty();
    }

    @Test
    void asManyAsThereAreLanesGoAtOnce() {
        times.learn("a", Duration.ofSeconds(100));
        assertThat(times.left(List.of(), Collections.nCopies(8, ahead("a", 0)), 4))
                .contains(Duration.ofSeconds(200));
        assertThat(times.left(List.of(), Collections.nCopies(9, ahead("a", 0)), 4))
                .contains(Duration.ofMinutes(5));
        assertThat(times.left(Collections.nCopies(4, ahead("a", 60)), Collections.nCopies(4, ahead("a", 0)), 4))
                .contains(Duration.ofSeconds(140));
    }

    @Test
    void oneThatWasTakenUpTheNextDayMovesNothing() {
        times.learn("a", Duration.ofSeconds(100));
        times.learn("a", Duration.ofHours(20));
        times.learn("a", Duration.ofSeconds(90));
        times.learn("a", Duration.ofSeconds(-5));
        assertThat(times.left(List.of(ahead("a", 0)), List.of(), 1)).contains(Duration.ofSeconds(100));
        assertThat(times.left(List.of(ahead("a", 500)), List.of(), 1)).contains(Duration.ofSeconds(10));
    }

    @Test
    void itIsSaidRoughly() {
        assertThat(RenderTimes.words(Duration.ofSeconds(20))).isEqualTo("less than a minute");
        assertThat(RenderTimes.words(Duration.ofSeconds(340))).isEqualTo("about 6 min");
        assertThat(RenderTimes.words(Duration.ofMinutes(150))).isEqualTo("about 3 h");
        assertThat(LiveLines.elapsed(Duration.ofSeconds(83))).isEqualTo("1:23");
        assertThat(LiveLines.elapsed(Duration.ofSeconds(7425))).isEqualTo("2:03:45");
        assertThat(LiveLines.elapsed(Duration.ofSeconds(-9))).isEqualTo("0:00");
    }

    private static Ahead ahead(String model, int elapsed) {
        return new Ahead(model, Duration.ofSeconds(elapsed));
    }
}
