package dev.storyc.media;

/**
 * An animatic's sound: silence, and a soft tone where a shot begins, so that a director hears the cuts without looking.
 */
final class Tones {
    static final int SAMPLE_RATE = 48_000;

    private static final double HERTZ = 660;
    private static final double SECONDS = 0.16;
    /** About 20 dB under full scale: heard, and no fright in headphones. */
    private static final double LOUDNESS = 0.1;

    private static final float[] SILENT = new float[SAMPLE_RATE];
    private static final float[] BEGUN = begin();

    private Tones() {}

    /** A second of silence; not to be changed. */
    static float[] silent() {
        return SILENT;
    }

    /** The first second of a shot; not to be changed. */
    static float[] begun() {
        return BEGUN;
    }

    private static float[] begin() {
        float[] samples = new float[SAMPLE_RATE];
        int length = (int) (SECONDS * SAMPLE_RATE);
        for (int n = 0; n < length; n++) {
            // Swelling and fading like this, it does not click.
            double swell = Math.pow(Math.sin(Math.PI * n / length), 2);
            samples[n] = (float) (LOUDNESS * swell * Math.sin(2 * Math.PI * HERTZ * n / SAMPLE_RATE));
        }
        return samples;
    }
}
