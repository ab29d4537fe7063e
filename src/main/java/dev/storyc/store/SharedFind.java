package dev.storyc.store;

import dev.storyc.manifest.FilmRecord;

/** How the film of a key stands in a shared store. */
public sealed interface SharedFind {
    /** Nobody put one there. */
    record None() implements SharedFind {}

    /** Its record is there, and a film of that size. */
    record There(FilmRecord record) implements SharedFind {}

    /** Its record is there, and the film is not: it was paid for. */
    record Lost(FilmRecord record) implements SharedFind {}

    /**
     * Something is there that can't be what was bought, or is not believed.
     *
     * @param words for people: what, where, and why
     */
    record Refused(String words) implements SharedFind {}
}
