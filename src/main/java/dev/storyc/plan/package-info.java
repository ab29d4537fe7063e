/**
 * What a build would do and what it costs, decided from clips, manifest and holdings; and afterwards, what became of it.
 * Nothing here reads a file, a clock or the network.
 */
@NullMarked
package dev.storyc.plan;

import org.jspecify.annotations.NullMarked;
