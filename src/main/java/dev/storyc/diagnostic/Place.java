package dev.storyc.diagnostic;

import org.jspecify.annotations.Nullable;

/**
 * Where a value and its key were written.
 *
 * @param key the key; null for the entries of a list
 * @param value the value, with the way into its text if it is one
 */
public record Place(@Nullable Span key, SourceMap value) {}
