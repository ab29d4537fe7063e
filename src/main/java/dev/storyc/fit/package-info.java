/**
 * A rendered film against its model's limits: scenes too long for one clip are cut where the author allows it, and
 * each rule that a film breaks is a finding with the actual numbers.
 */
@NullMarked
package dev.storyc.fit;

import org.jspecify.annotations.NullMarked;
