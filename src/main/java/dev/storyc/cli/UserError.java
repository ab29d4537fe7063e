package dev.storyc.cli;

/** What a person can mend: the command ends with these words and this exit code, and no stack trace. */
final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exit;

    UserError(int exit, String message) {
        super(message);
        this.exit = exit;
    }

    int exit() {
        return exit;
    }
}
