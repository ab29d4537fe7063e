package dev.storyc.emulator;

/** A request that is wrong by the documented schema; the message is the answer's {@code info}. */
final class RefusedException extends Exception {
    private final int code;

    RefusedException(int code, String info) {
        super(info);
        this.code = code;
    }

    /** The answer's {@code code}, by Kling's table. */
    int code() {
        return code;
    }

    static RefusedException input(String info) {
        return new RefusedException(1201, info);
    }
}
