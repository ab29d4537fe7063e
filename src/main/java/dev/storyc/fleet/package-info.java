/**
 * Builds carried out by any number of workers: a queue beside the ledger in PostgreSQL, and db-scheduler, which drives
 * the steps of package {@code job} for each clip. Whatever a step needs to know stands in the database, so that any
 * worker can take any step.
 */
@NullMarked
package dev.storyc.fleet;

import org.jspecify.annotations.NullMarked;
