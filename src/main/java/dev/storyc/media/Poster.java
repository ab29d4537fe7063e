package dev.storyc.media;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.List;

/** Chooses the still that shows best what a film is. */
final class Poster {
    private static final int BINS = 32;
    /** Of the best one's worth; what has so much to see is told apart by how typical it is. */
    private static final double ENOUGH = 0.6;

    private final Stills.Still still;
    private final double worth;
    private final double[] histogram;

    private Poster(Stills.Still still, double worth, double[] histogram) {
        this.still = still;
        this.worth = worth;
        this.histogram = histogram;
    }

    /**
     * One that is not black, white or half faded in, has detail, and among those the one most like the rest of the film.
     *
     * @param stills at least one
     */
    static Stills.Still choose(List<Stills.Still> stills) {
        List<Poster> seen = stills.stream().map(Poster::look).toList();
        double best = seen.stream().mapToDouble(poster -> poster.worth).max().orElse(0);
        double[] typical = new double[BINS];
        for (Poster poster : seen) {
            for (int bin = 0; bin < BINS; bin++) {
                typical[bin] += poster.histogram[bin] / seen.size();
            }
        }
        return seen.stream()
                .filter(poster -> poster.worth >= ENOUGH * best)
                .min((a, b) -> Double.compare(a.distance(typical), b.distance(typical)))
                .map(poster -> poster.still)
                .orElse(stills.get(0));
    }

    private double distance(double[] typical) {
        double distance = 0;
        for (int bin = 0; bin < BINS; bin++) {
            distance += Math.abs(histogram[bin] - typical[bin]);
        }
        return distance;
    }

    private static Poster look(Stills.Still still) {
        BufferedImage image = still.image();
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        int width = image.getWidth();
        int height = image.getHeight();
        double[] histogram = new double[BINS];
        double sum = 0;
        double squares = 0;
        double edges = 0;
        int[] above = new int[width];
        for (int y = 0; y < height; y++) {
            int left = 0;
            for (int x = 0; x < width; x++) {
                int at = (y * width + x) * 3;
                int luma = (114 * (pixels[at] & 0xff) + 587 * (pixels[at + 1] & 0xff) + 299 * (pixels[at + 2] & 0xff))
                        / 1000;
                sum += luma;
                squares += (double) luma * luma;
                histogram[luma * BINS / 256]++;
                if (x > 0 && y > 0) {
                    edges += Math.abs(luma - left) + Math.abs(luma - above[x]);
                }
                left = luma;
                above[x] = luma;
            }
        }
        double count = (double) width * height;
        for (int bin = 0; bin < BINS; bin++) {
            histogram[bin] /= count;
        }
        double mean = sum / count;
        double contrast = Math.sqrt(Math.max(0, squares / count - mean * mean));
        // Roots, so that a busy picture doesn't beat a calm one by ten to one, and a black one still loses.
        return new Poster(still, Math.sqrt(contrast) * Math.pow(edges / count + 0.01, 0.25) * light(mean), histogram);
    }

    /** 1 for what can be made out, less for the nearly black and the nearly white. */
    private static double light(double mean) {
        return Math.min(1, Math.min(mean / 40, (255 - mean) / 25));
    }
}
