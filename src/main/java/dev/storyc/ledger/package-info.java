/**
 * The ledger of paid attempts in a database: SQLite in a file, by statements that PostgreSQL takes too. Beside it, the
 * lock files by which processes on one store tell the living from the dead.
 */
@NullMarked
package dev.storyc.ledger;

import org.jspecify.annotations.NullMarked;
