package dev.storyc.job;

import java.util.Locale;

/** What may happen to an attempt after its intent. */
public enum JobEvent {
    /** The far end's answer to the create holds a job id. */
    ACCEPTED,
    /** The far end refused this request, and would again. */
    REFUSED,
    /** The create may have left the machine, and no answer tells what became of it. */
    UNANSWERED,
    /** A query says the film is there, or has moved to another address. */
    FILM_READY,
    /** A query says the job failed. */
    FAILED,
    /** The film is whole, as asked, and in the store. */
    STORED,
    /** The film is whole and in the store, but not as asked. */
    NOT_AS_ASKED,
    /** A person says which job an attempt in doubt became. */
    ADOPTED,
    /** A person gives the attempt up. */
    GIVEN_UP,
    /** A person gives the attempt up and wants the request sent again. */
    RELEASED,
    /** A person takes a film that was set aside. */
    FILM_TAKEN;

    /** The event as people read it: {@code film-ready}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
