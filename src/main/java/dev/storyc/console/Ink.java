package dev.storyc.console;

/** Colours, where they are wanted. */
public record Ink(boolean used) {
    public static Ink of(Console console, OutputOptions output) {
        return new Ink(console.colour(output.color()));
    }

    /** What went wrong. */
    public String bad(String text) {
        return in("31", text);
    }

    /** What needs a look. */
    public String odd(String text) {
        return in("33", text);
    }

    public String good(String text) {
        return in("32", text);
    }

    public String strong(String text) {
        return in("1", text);
    }

    private String in(String code, String text) {
        return used ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
