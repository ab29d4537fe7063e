package dev.storyc.media;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * When each film of a cut begins and ends in it, and what the cut is like. All times are in seconds.
 *
 * @param parts in order; each begins when the one before it ends, or earlier by the crossfade
 * @param width of the cut's pictures, even, as is the height
 */
record CutPlan(List<Part> parts, int width, int height, double framesPerSecond) {
    private static final double USUAL_RATE = 24;
    private static final double LEAST_RATE = 1;
    private static final double MOST_RATE = 120;
    /** OpenH264 takes no more: 3840 × 2160, lying or standing. */
    private static final int LONGEST_SIDE = 3840;

    private static final double MOST_PIXELS = 3840.0 * 2160;
    /** A measured length may fall this short of the one that a crossfade was chosen for. */
    private static final double SLACK = 0.15;

    /** @param fade for how long from its begin the one before it is still to be seen */
    record Part(Reel reel, double begin, double end, double fade) {}

    /**
     * Lays the films out.
     *
     * @param fades one a film, of which the first counts for nothing
     * @throws IOException if one is longer than half of a film it joins
     */
    static CutPlan of(List<Reel> reels, List<Double> fades) throws IOException {
        double rate = reels.get(0).probe().framesPerSecond();
        if (!(rate >= LEAST_RATE && rate <= MOST_RATE)) {
            rate = USUAL_RATE;
        }
        List<Double> lengths = new ArrayList<>();
        for (int n = 0; n < reels.size(); n++) {
            lengths.add(n == 0 ? 0 : fade(reels.get(n - 1), reels.get(n), fades.get(n)));
        }
        // With crossfades, on a frame's beginning, so that films of one rate lose or double none. Rounding doesn't add
        // up.
        double grid = lengths.stream().anyMatch(fade -> fade > 0) ? rate : Double.POSITIVE_INFINITY;
        List<Part> parts = new ArrayList<>();
        double exact = 0;
        for (int n = 0; n < reels.size(); n++) {
            double begin = snapped(exact - lengths.get(n), grid);
            exact += reels.get(n).seconds() - lengths.get(n);
            parts.add(new Part(reels.get(n), begin, snapped(exact, grid), lengths.get(n)));
        }
        Shape first = reels.get(0).shape();
        double size = Math.min(
                1,
                Math.min(
                        (double) LONGEST_SIDE / Math.max(first.width(), first.height()),
                        Math.sqrt(MOST_PIXELS / ((double) first.width() * first.height()))));
        return new CutPlan(List.copyOf(parts), even(first.width() * size), even(first.height() * size), rate);
    }

    private static double fade(Reel before, Reel after, double wanted) throws IOException {
        double most = Math.min(before.seconds(), after.seconds()) / 2;
        if (wanted > most + SLACK) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "a crossfade of %.2f s from %s (%.2f s) to %s (%.2f s) is longer than half of the shorter one",
                    wanted,
                    before.film().getFileName(),
                    before.seconds(),
                    after.film().getFileName(),
                    after.seconds()));
        }
        return Math.min(wanted, most);
    }

    private static double snapped(double seconds, double grid) {
        return grid == Double.POSITIVE_INFINITY ? seconds : Math.round(seconds * grid) / grid;
    }

    private static int even(double side) {
        return Math.max(16, (int) Math.round(side / 2) * 2);
    }

    /** The whole length. */
    double seconds() {
        return parts.get(parts.size() - 1).end();
    }

    boolean crossfades() {
        return parts.stream().anyMatch(part -> part.fade() > 0);
    }

    boolean sounds() {
        return parts.stream().anyMatch(part -> part.reel().sound() != null);
    }

    /** Whether the pictures' packets can follow each other as they are. */
    boolean picturesAgree() {
        Reel.Track first = parts.get(0).reel().picture();
        return !crossfades()
                && parts.stream()
                        .map(part -> part.reel().picture())
                        .allMatch(track -> track.plain() && track.format().equals(first.format()));
    }

    /** Whether the sound's packets can follow each other as they are: all have some, for as long as their picture. */
    boolean soundsAgree() {
        Reel.Track first = parts.get(0).reel().sound();
        return first != null
                && !crossfades()
                && parts.stream().allMatch(part -> {
                    Reel.Track track = part.reel().sound();
                    return track != null
                            && track.plain()
                            && track.format().equals(first.format())
                            && Math.abs(track.begin() - part.reel().picture().begin()) < packet(track)
                            && track.end() > part.reel().picture().end() - packet(track);
                });
    }

    /** A little more than a packet of sound lasts. */
    private static double packet(Reel.Track track) {
        int samples = Math.max(1_024, track.format().samplesInPacket());
        return 1.5 * samples / Math.max(8_000, track.format().sampleRate());
    }
}
