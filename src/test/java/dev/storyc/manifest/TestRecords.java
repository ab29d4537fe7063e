package dev.storyc.manifest;

import dev.storyc.lower.Clip;
import dev.storyc.manifest.ManifestRow.Place;
import java.math.BigDecimal;

/** Records of films for tests. */
public final class TestRecords {
    private TestRecords() {}

    public static FilmRecord of(Clip clip, String sha256, long bytes) {
        return new FilmRecord(
                clip.key(),
                clip.payload(),
                clip.seconds(),
                clip.price(),
                new BigDecimal("0.43"),
                "job-" + clip.key().brief(),
                sha256,
                bytes,
                new Seen(3.04, 1280, 720, 24, "h264", null));
    }

    public static ManifestRow row(Clip clip) {
        return new ManifestRow(
                new Place(clip.storyboard(), clip.variant(), clip.id(), clip.take()),
                of(clip, "ab".repeat(32), 1234),
                clip.variant() + "/01-" + clip.id() + ".mp4");
    }
}
