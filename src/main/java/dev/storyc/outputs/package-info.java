/**
 * What storyboards leave in a checkout, and where: manifests beside them, films, pictures and cuts under {@code out/}; which
 * of it is there, what a build will make, and what is shown of it.
 */
@NullMarked
package dev.storyc.outputs;

import org.jspecify.annotations.NullMarked;
