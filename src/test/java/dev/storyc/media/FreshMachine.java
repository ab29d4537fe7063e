package dev.storyc.media;

import static dev.storyc.media.Samples.card;
import static dev.storyc.media.Samples.film;

import java.io.IOException;
import java.nio.file.Path;

/** What {@link FreshMachineTest} runs in a process of its own: draws a film and proves it. */
public final class FreshMachine {
    private FreshMachine() {}

    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[0]);
        new AnimaticRenderer().render(film(640, 360, true, card(1, Samples.JAPANESE), card(1, Samples.KOREAN)), target);
        System.out.println(new FilmProver().whole(target));
    }
}
