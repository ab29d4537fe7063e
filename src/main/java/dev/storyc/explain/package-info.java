/** How the values of a clip came to be, and why it is stale: found in the compiled storyboard, told as text or JSON. */
@NullMarked
package dev.storyc.explain;

import org.jspecify.annotations.NullMarked;
