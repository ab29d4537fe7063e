package dev.storyc.job;

/** The ledger can't be opened, read or written. The message is for people and says what to do. */
public final class LedgerException extends RuntimeException {
    public LedgerException(String message) {
        super(message);
    }

    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
