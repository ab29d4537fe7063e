package dev.storyc.emulator;

/**
 * A create that goes wrong.
 *
 * @param accepted whether the job is made, and billed, before it does
 * @param then how
 */
public record CreateFault(boolean accepted, CallFault then) {}
