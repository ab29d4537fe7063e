package dev.storyc.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for a film until it is bought: its length and shape, and a card for each shot that shows what the
 * request holds.
 *
 * @param width in pixels, even
 * @param height in pixels, even
 * @param sound whether it has a sound track: silence, with a soft tone where a shot begins
 * @param title above all else what it stands for, such as the model's name
 * @param labels what else the request decides, each a few characters long, such as {@code pro} or {@code 16:9}
 * @param avoid what must not be seen, the negative prompt, or null
 * @param cutByModel whether the model decides the shots; there is one card then
 * @param cards one a shot, in order; their seconds make the film's length
 */
public record Animatic(
        int width,
        int height,
        boolean sound,
        String title,
        List<String> labels,
        @Nullable String avoid,
        boolean cutByModel,
        List<Card> cards) {
    private static final int LEAST_SIDE = 64;

    /**
     * One shot.
     *
     * @param seconds how long it is shown
     * @param prompt all of its text
     */
    public record Card(int seconds, String prompt) {
        public Card {
            if (seconds < 1) {
                throw new IllegalArgumentException("a card is shown for a second or more, not " + seconds);
            }
        }
    }

    public Animatic {
        labels = List.copyOf(labels);
        cards = List.copyOf(cards);
        if (width % 2 != 0 || height % 2 != 0 || width < LEAST_SIDE || height < LEAST_SIDE) {
            throw new IllegalArgumentException(
                    "sides must be even and at least " + LEAST_SIDE + ", got " + width + "×" + height);
        }
        if (cards.isEmpty()) {
            throw new IllegalArgumentException("an animatic has a card");
        }
    }

    /** The film's length. */
    public int seconds() {
        return cards.stream().mapToInt(Card::seconds).sum();
    }
}
