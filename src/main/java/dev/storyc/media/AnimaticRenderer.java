package dev.storyc.media;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Draws animatics: H.264 in an MP4 that browsers play from its first bytes on, with AAC where there is sound.
 *
 * <p>The same animatic gives the same bytes on one platform. Holds no state: any number of threads may render at once,
 * each with one core.
 */
public final class AnimaticRenderer {
    /** Tenths of a second, which the timecode counts; players seek well with a frame this often. */
    static final int FRAMES_PER_SECOND = 10;

    /**
     * Writes the film.
     *
     * @param target made or replaced in one step, when the film is complete; its folder must exist
     * @throws IOException if it can't be written, or FFmpeg isn't there ({@link MediaPlatformException})
     */
    public void render(Animatic animatic, Path target) throws IOException {
        MediaPlatform.require();
        Unfinished.replace(target, file -> encode(animatic, file));
    }

    private static void encode(Animatic animatic, Path target) throws IOException {
        try (FilmWriter film =
                new FilmWriter(target, animatic.width(), animatic.height(), FRAMES_PER_SECOND, animatic.sound())) {
            CardPainter painter = new CardPainter(animatic);
            int second = 0;
            for (int shot = 0; shot < animatic.cards().size(); shot++) {
                painter.begin(shot);
                int seconds = animatic.cards().get(shot).seconds();
                for (int n = 0; n < seconds; n++, second++) {
                    for (int tick = 0; tick < FRAMES_PER_SECOND; tick++) {
                        film.picture(painter.at(second, tick));
                    }
                    if (animatic.sound()) {
                        film.sound(n == 0 ? Tones.begun() : Tones.silent());
                    }
                }
            }
            film.finish();
        }
    }
}
