package dev.storyc.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.lower.Expectation;
import dev.storyc.media.FilmProver.SizeCheck;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class AsAskedTest {
    private final FilmProver prover = new FilmProver();

    @Test
    void theReasonsCarryTheNumbers() {
        Expectation asked = new Expectation(5, 1920, 1080, true);
        Probe good = new Probe(5.04, 1920, 1080, 24, "h264", "aac");
        assertThat(why(good, asked)).isEmpty();
        assertThat(why(new Probe(4.2, 1920, 1080, 24, "h264", "aac"), asked))
                .contains("it is 4.20 s long, asked were 5 s");
        assertThat(why(new Probe(5, 1080, 1920, 24, "h264", "aac"), asked))
                .contains("its picture is 1080×1920, a shape of 0.563; asked was the shape of 1920×1080, 1.778");
        assertThat(why(new Probe(5, 1280, 720, 24, "h264", "aac"), asked))
                .contains("its picture is 1280×720; asked was 1080p, a shorter side of at least 972 pixels");
        assertThat(why(new Probe(5, 1920, 1080, 24, "h264", null), asked))
                .contains("it has no sound track, and sound was asked for");
    }

    @Test
    void anotherSizeOfTheClassALargerOneAndSoundBesidesAreAsAsked() {
        Expectation asked = new Expectation(5, 1280, 720, false);
        assertThat(why(new Probe(5.5, 1248, 704, 30, "hevc", "aac"), asked)).isEmpty();
        assertThat(why(new Probe(4.5, 3840, 2160, 30, "h264", null), asked)).isEmpty();
        assertThat(why(new Probe(5, 1152, 648, 30, "h264", null), asked)).isEmpty();
        assertThat(why(new Probe(5, 1150, 647, 30, "h264", null), asked)).isPresent();
    }

    @Test
    void ofAnAnimaticOnlyTheShapeCounts() {
        Expectation asked = new Expectation(5, 1080, 1920, false);
        assertThat(prover.notAsAsked(new Probe(5, 360, 640, 10, "h264", null), asked, SizeCheck.SHAPE_ONLY))
                .isEmpty();
        assertThat(prover.notAsAsked(new Probe(5, 640, 360, 10, "h264", null), asked, SizeCheck.SHAPE_ONLY))
                .isPresent();
    }

    private Optional<String> why(Probe probe, Expectation asked) {
        return prover.notAsAsked(probe, asked, SizeCheck.SIZE_CLASS);
    }
}
