package dev.storyc.shared;

/** A shared place that can't be reached, refuses, or is full. The message is for people, and names the place. */
public final class SharedPlaceException extends RuntimeException {
    /** What is in the way. */
    public enum Kind {
        /** Nobody answers, or not in time, or only that it is busy: it may another time. */
        UNREACHABLE,
        /** It doesn't take this one's word. */
        FORBIDDEN,
        /** It has no room. */
        FULL,
        /** What it has under a name can't be what was put there. */
        DAMAGED,
        /** Anything else, such as an address that leads nowhere. */
        OTHER
    }

    private final Kind kind;

    public SharedPlaceException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public SharedPlaceException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
