package dev.storyc.job;

import org.jspecify.annotations.Nullable;

/**
 * What the step of bringing a film home came to.
 *
 * @param job the attempt as it is now
 * @param gone whether its address is dead, so that a query should come before the next try
 * @param words why the film isn't home, or null where it is
 */
public record Brought(Job job, boolean gone, @Nullable String words) {}
