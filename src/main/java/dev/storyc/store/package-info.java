/**
 * Films that were paid for, and the records of their purchase, on this machine; and their names under {@code out/}. What
 * lies here is data, not cache: nothing is ever written over or thrown away.
 */
@NullMarked
package dev.storyc.store;

import org.jspecify.annotations.NullMarked;
