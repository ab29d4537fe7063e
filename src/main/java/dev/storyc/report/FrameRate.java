package dev.storyc.report;

import dev.storyc.manifest.Seen;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A film's frame rate as other tools name it, since the probe's average is a hair beside it.
 *
 * @param frames how many in {@code seconds}; 0 where no common rate is near
 * @param seconds 1000, or 1001 for the rates of television
 */
record FrameRate(int frames, int seconds) {
    private static final double NEAR = 0.005;

    static FrameRate of(Seen seen) {
        double rate = seen.framesPerSecond();
        for (int per : new int[] {1000, 1001}) {
            long whole = Math.round(rate * per / 1000);
            if (whole > 0 && whole <= 240 && Math.abs(rate * per / 1000 - whole) < NEAR) {
                return new FrameRate((int) whole * 1000, per);
            }
        }
        return new FrameRate(0, 1000);
    }

    boolean known() {
        return frames > 0;
    }

    /** How long a frame is, as FCPXML writes it; empty where that isn't known. */
    String duration() {
        if (!known()) {
            return "";
        }
        return seconds == 1000 ? "100/" + frames / 10 + "s" : "1001/" + frames + "s";
    }

    /** Frames a second: exact where that is a whole number, else to three places; 24 where it isn't known. */
    BigDecimal perSecond() {
        if (!known()) {
            return BigDecimal.valueOf(Timecode.RATE);
        }
        return seconds == 1000
                ? BigDecimal.valueOf(frames / 1000)
                : BigDecimal.valueOf(frames).divide(BigDecimal.valueOf(seconds), 15, RoundingMode.HALF_EVEN);
    }

    /** How many frames a film of this length has. */
    long framesIn(double length) {
        return Math.round(length * perSecond().doubleValue());
    }
}
