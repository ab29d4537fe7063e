/**
 * What an author can say, as records without positions. Bean Validation annotations state the structural rules; the
 * validators that need a model's numbers are bound from outside.
 */
@NullMarked
package dev.storyc.board;

import org.jspecify.annotations.NullMarked;
