package dev.storyc.lower;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One request to a model, and which take of it: the unit that is planned, paid, stored and cut.
 *
 * <p>Several clips of a campaign may carry one key; they are one job and one film.
 *
 * @param storyboard the storyboard's name, a slug
 * @param variant the variant's name, a slug
 * @param id the scene's id, or {@code scene.n} where a scene was cut into several clips
 * @param number the clip's place in its variant, from 1; a scene left out by {@code when} keeps its number
 * @param take which render of the same request this is, from 1
 * @param cut whether this take goes into the cut: the picked one, or take 1 where none is picked
 * @param payload exactly what is sent
 * @param seconds the film's length
 * @param price US dollars by the catalogue, or null where no price is known
 * @param expected what the film must be
 */
public record Clip(
        String storyboard,
        String variant,
        String id,
        int number,
        int take,
        boolean cut,
        Payload payload,
        int seconds,
        @Nullable BigDecimal price,
        Expectation expected) {
    /** The name of what is paid for. It is computed when it is first asked for, since a check has no use for it. */
    public Key key() {
        return payload.key(take);
    }

    /** {@code storyboard/variant/clip}, with {@code #n} for a take after the first: how people name a clip. */
    public String address() {
        return storyboard + "/" + variant + "/" + id + (take == 1 ? "" : "#" + take);
    }
}
