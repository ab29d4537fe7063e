/** The terminal: where words go, how wide it is, its colours, and lines that are drawn over while something goes on. */
@NullMarked
package dev.storyc.console;

import org.jspecify.annotations.NullMarked;
