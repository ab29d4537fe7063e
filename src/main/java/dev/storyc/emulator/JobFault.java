package dev.storyc.emulator;

/** How an accepted job goes wrong. */
public sealed interface JobFault {
    /**
     * It fails when its time is up.
     *
     * @param error the text of the answer's {@code error}
     * @param refunded whether it is given back what it cost
     */
    record Fails(String error, boolean refunded) implements JobFault {}

    /** It never finishes. */
    record Stuck() implements JobFault {}

    /** It succeeds, and the answer names no film. */
    record NoAddress() implements JobFault {}

    /** It succeeds, and takes so many times as long as others. */
    record Slow(int times) implements JobFault {}
}
