package dev.storyc.shared;

import java.util.List;

/** What is said of a shared store can't be followed; the message is for people, and tells all that is wrong. */
public final class SharedAddressException extends RuntimeException {
    public SharedAddressException(List<String> mistakes) {
        super(String.join("\n", mistakes));
    }
}
