/**
 * From a rendered film to the clips a video model is asked for: payload, canonical JSON, key and price. What
 * stands here is exactly what is sent and paid for.
 */
@NullMarked
package dev.storyc.lower;

import org.jspecify.annotations.NullMarked;
