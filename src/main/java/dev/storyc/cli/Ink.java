package dev.storyc.cli;

/** Colours, where they are wanted. */
record Ink(boolean used) {
    static Ink of(Console console, OutputOptions output) {
        return new Ink(console.colour(output.color()));
    }

    /** What went wrong. */
    String bad(String text) {
        return in("31", text);
    }

    /** What needs a look. */
    String odd(String text) {
        return in("33", text);
    }

    String good(String text) {
        return in("32", text);
    }

    String strong(String text) {
        return in("1", text);
    }

    private String in(String code, String text) {
        return used ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
