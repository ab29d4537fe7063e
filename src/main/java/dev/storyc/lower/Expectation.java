package dev.storyc.lower;

/**
 * What a film of this request must be, to be as asked.
 *
 * @param seconds its length
 * @param width the width in pixels the catalogue promises for these arguments
 * @param height the height in pixels the catalogue promises
 * @param sound whether sound was asked for
 */
public record Expectation(int seconds, int width, int height, boolean sound) {}
