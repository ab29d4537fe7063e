package dev.storyc.media;

import static dev.storyc.media.Samples.card;
import static dev.storyc.media.Samples.film;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.lower.Expectation;
import dev.storyc.media.FilmProver.SizeCheck;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilmProverTest {
    @TempDir
    static Path folder;

    private static byte[] film = new byte[0];

    private final FilmProver prover = new FilmProver();

    @BeforeAll
    static void drawOne() throws IOException {
        Path file = folder.resolve("one.mp4");
        new AnimaticRenderer().render(film(320, 180, true, card(2, "One."), card(3, "Two.")), file);
        film = Files.readAllBytes(file);
    }

    private Wholeness whole(byte[] bytes) throws IOException {
        return prover.whole(Files.write(folder.resolve("film.mp4"), bytes));
    }

    private static Probe probe(Wholeness wholeness) {
        return wholeness
                .<Optional<Probe>>fold(Optional::of, reason -> Optional.empty())
                .orElseThrow();
    }

    private static String reason(Wholeness wholeness) {
        return wholeness.fold(probe -> "whole", reason -> reason);
    }

    @ParameterizedTest
    @CsvSource({"640, 360, true, 1920, 1080", "360, 640, false, 720, 1280", "640, 640, true, 1080, 1080"})
    void whatIsDrawnIsWholeAndAsAsked(int width, int height, boolean sound, int promisedWidth, int promisedHeight)
            throws IOException {
        Path file = folder.resolve("drawn.mp4");
        new AnimaticRenderer().render(film(width, height, sound, card(3, "One."), card(4, Samples.JAPANESE)), file);
        Probe probe = probe(prover.whole(file));
        assertThat(probe).isEqualTo(new Probe(7, width, height, 10, "h264", sound ? "aac" : null));
        Expectation expected = new Expectation(7, promisedWidth, promisedHeight, sound);
        assertThat(prover.notAsAsked(probe, expected, SizeCheck.SHAPE_ONLY)).isEmpty();
    }

    @Test
    void aFilmCutShortAnywhereIsBroken() throws IOException {
        for (int length = 0; length < film.length; length += 1 + length / 40) {
            assertThat(whole(Arrays.copyOf(film, length)))
                    .as("%d of %d bytes", length, film.length)
                    .isInstanceOf(Wholeness.Broken.class);
        }
        assertThat(whole(Arrays.copyOf(film, film.length - 1))).isInstanceOf(Wholeness.Broken.class);
        assertThat(whole(Arrays.copyOf(film, film.length + 1))).isInstanceOf(Wholeness.Broken.class);
        assertThat(whole(film)).isInstanceOf(Wholeness.Whole.class);
    }

    @Test
    void aCutThatTheBoxesHideShowsInThePackets() throws IOException {
        byte[] lying = Arrays.copyOf(film, film.length * 3 / 4);
        int mdat = find(lying, "mdat") - 4;
        // Size 0 says that the box reaches to the end of the file, wherever that is.
        Arrays.fill(lying, mdat, mdat + 4, (byte) 0);
        assertThat(Mp4Boxes.read(Files.write(folder.resolve("lying.mp4"), lying))
                        .flaw())
                .isEmpty();
        assertThat(reason(whole(lying))).matches("packet \\d+ .*|its (picture|sound) states .* and ends after .*");
    }

    @Test
    void aLengthThatPacketsDoNotReachIsBroken() throws IOException {
        byte[] stretched = film.clone();
        // Behind its name: version and flags, two times, the scale in milliseconds, the length.
        int length = find(stretched, "mvhd") + 4 + 16;
        ByteBuffer.wrap(stretched).putInt(length, 9000);
        assertThat(reason(whole(stretched))).startsWith("it states 9.000 s and ends after 5.0");
    }

    @Test
    void aPictureTurnedOnItsSideIsSeenAsItIsShown() throws IOException {
        byte[] turned = film.clone();
        // Behind the track's head: its times, number, length, layer and volume; then how to turn it, by a quarter.
        int matrix = find(turned, "tkhd") + 4 + 40;
        ByteBuffer numbers = ByteBuffer.wrap(turned);
        int[] quarter = {0, 1 << 16, 0, -1 << 16, 0, 0, 180 << 16, 0, 1 << 30};
        for (int n = 0; n < quarter.length; n++) {
            numbers.putInt(matrix + 4 * n, quarter[n]);
        }
        Probe probe = probe(whole(turned));
        assertThat(probe.width()).isEqualTo(180);
        assertThat(probe.height()).isEqualTo(320);
    }

    @Test
    void noIndexHoweverBrokenThrows() throws IOException {
        int moov = find(film, "moov");
        int mdat = find(film, "mdat");
        Random random = new Random(11);
        for (int n = 0; n < 400; n++) {
            byte[] broken = film.clone();
            for (int k = 0; k <= n % 4; k++) {
                broken[moov + 4 + random.nextInt(mdat - moov - 8)] =
                        (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
            }
            assertThat(whole(broken)).isNotNull();
        }
    }

    @Test
    void whatIsNoFilmIsBrokenWithTheReason() throws IOException {
        assertThat(reason(whole(new byte[0]))).isEqualTo("the file is empty");
        assertThat(reason(whole("<html>Gone</html>".getBytes(StandardCharsets.UTF_8))))
                .startsWith("it is a web page");
        assertThat(reason(whole(new byte[10_000]))).startsWith("it is no MP4");
        byte[] emptyIndex = {
            0, 0, 0, 8, 'f', 't', 'y', 'p', 0, 0, 0, 8, 'm', 'o', 'o', 'v', 0, 0, 0, 8, 'm', 'd', 'a', 't'
        };
        assertThat(reason(whole(emptyIndex))).startsWith("its ");
        assertThatThrownBy(() -> prover.whole(folder.resolve("missing.mp4"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void anIndexThatNamesOtherFilesOpensNone() throws IOException {
        byte[] playlist = "#EXTM3U\n#EXTINF:5,\nfile:///etc/hostname\n".getBytes(StandardCharsets.UTF_8);
        assertThat(reason(whole(playlist))).startsWith("it is no MP4");
    }

    private static int find(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
