/**
 * A checkout on this machine: where it begins, what its {@code storyc.yaml} says, which storyboards, sources and manifests
 * lie in it, in which revision of git, and what changed since somebody last looked.
 */
@NullMarked
package dev.storyc.workspace;

import org.jspecify.annotations.NullMarked;
