/**
 * What listens on this machine for others: the door to which the far end's callbacks come, and the page of a build that
 * runs. Whoever knocks is nobody that is known, so all of it is bounded and none of it is believed.
 */
@NullMarked
package dev.storyc.serve;

import org.jspecify.annotations.NullMarked;
