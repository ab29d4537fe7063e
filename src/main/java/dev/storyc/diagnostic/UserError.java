package dev.storyc.diagnostic;

/** What a person can mend: the command ends with these words and this exit code, and no stack trace. */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exit;

    public UserError(int exit, String message) {
        super(message);
        this.exit = exit;
    }

    public int exit() {
        return exit;
    }
}
