/** What a build shows while it runs: events as lines, as JSON, or drawn in place, with what is done and what is still to come. */
@NullMarked
package dev.storyc.progress;

import org.jspecify.annotations.NullMarked;
