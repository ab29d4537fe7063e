package dev.storyc.emulator;

import java.util.Map;

/** How a call goes wrong. */
public sealed interface CallFault {
    /**
     * It is answered, with something else.
     *
     * @param status the HTTP status
     * @param headers headers beyond the usual
     * @param body whatever is to be sent; it need not be JSON
     */
    record Answer(int status, Map<String, String> headers, String body) implements CallFault {
        public Answer {
            headers = Map.copyOf(headers);
        }

        public Answer(int status, String body) {
            this(status, Map.of(), body);
        }
    }

    /** The connection is closed without an answer. */
    record Drop() implements CallFault {}

    /** No answer comes until the emulator is closed or the caller gives up. */
    record Hang() implements CallFault {}
}
