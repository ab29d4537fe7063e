package dev.storyc.emulator;

import dev.storyc.media.Animatic;
import java.util.function.UnaryOperator;

/** How a film's download goes wrong. */
public sealed interface FilmFault {
    /** Not found. */
    record Missing() implements FilmFault {}

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
}
