package dev.storyc.job;

/** Brings a finished film home: fetch, prove, store. It may be called again after any crash or failure. */
public interface FilmTaker {
    Taken take(Job succeeded);

    /** What came of it. */
    sealed interface Taken {
        /** The film and its record are in the store. */
        record Stored() implements Taken {}

        /** The whole film is in the store, with the reason why it isn't as asked. */
        record Aside(String reason) implements Taken {}

        /** The address no longer answers: a query may give another. */
        record Gone(String words) implements Taken {}

        /** Nothing whole arrived; it may the next time. */
        record Again(String words) implements Taken {}
    }
}
