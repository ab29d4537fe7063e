package dev.storyc.emulator;

import dev.storyc.media.Animatic;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** How a film's download goes wrong. */
public sealed interface FilmFault {
    /**
     * It is not given.
     *
     * @param status the HTTP status: 404, or 403 or 410 for an address whose time is over
     */
    record Missing(int status) implements FilmFault {
        public Missing() {
            this(404);
        }
    }

    /**
     * The answer is complete in itself and holds only the film's beginning.
     *
     * @param part how much, from 0 to 1
     */
    record CutShort(double part) implements FilmFault {}

    /**
     * The connection is closed in the middle of the film.
     *
     * @param part after how much, from 0 to 1
     */
    record Dropped(double part) implements FilmFault {}

    /** Something else is there, with status 200. */
    record NotAFilm(String contentType, String body) implements FilmFault {}

    /** A whole film, but of something else than was asked: shorter, of another shape, without sound. */
    record NotAsAsked(UnaryOperator<Animatic> change) implements FilmFault {}

    /** All of it comes, spread over this time. */
    record Slow(Duration over) implements FilmFault {}

    /**
     * It is said to be elsewhere.
     *
     * @param to what the answer's {@code Location} holds; {@link #MOVED} leads to the film, {@link #LOOP} nowhere, and
     *     any other is sent as it is
     */
    record Redirect(String to) implements FilmFault {}

    /** A redirect that leads to the film. */
    String MOVED = "?moved";

    /** A redirect that leads to another, for ever. */
    String LOOP = "?loop";
}
