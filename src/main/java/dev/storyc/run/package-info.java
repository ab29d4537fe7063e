/**
 * Carries a plan out: the client of the far end, the way a film comes home, and the timers that drive the steps of
 * {@link dev.storyc.job}. It has no states of its own.
 */
@NullMarked
package dev.storyc.run;

import org.jspecify.annotations.NullMarked;
