package dev.storyc.console;

/** Numbers as a person reads them. */
public final class Counted {
    private Counted() {}

    public static String count(long number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }

    public static String number(long number) {
        // String.format looks up the locale's digits, which takes longer at a start than all else that is printed here.
        return number < 1000 ? Long.toString(number) : String.format("%,d", number);
    }
}
