package dev.storyc.expand;

/** A template ready to be filled with values. Several threads may do so at once. */
interface Wording {
    /**
     * The text with the values in their places.
     *
     * @param names knows every name the template uses
     * @throws TextTooLarge if the text, or what it takes to make it, is more than anybody wants
     */
    String with(Names names);
}
