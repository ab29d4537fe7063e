/**
 * A ShortAPI on this machine, over real HTTP on loopback: as strict as the documented one, with animatics for films.
 * It serves tests, rehearsals and {@code --backend animatic} alike, and can be told to fail in every way that costs.
 */
@NullMarked
package dev.storyc.emulator;

import org.jspecify.annotations.NullMarked;
