/**
 * Many machines on one queue: builds write down what they want into the fleet's database, and workers take the single
 * steps of {@code job} from there, one after another, whoever is free. db-scheduler drives them; whether a step may be
 * taken, only the ledger says.
 */
@NullMarked
package dev.storyc.fleet;

import org.jspecify.annotations.NullMarked;
