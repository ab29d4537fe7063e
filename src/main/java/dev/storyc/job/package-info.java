/**
 * What happens to one paid key: states, events, the table of transitions, and the single steps that a build drives now
 * and a fleet may drive later. The ledger, the far end and the store are interfaces here; nothing in this package reads
 * a clock, a file or a socket.
 */
@NullMarked
package dev.storyc.job;

import org.jspecify.annotations.NullMarked;
