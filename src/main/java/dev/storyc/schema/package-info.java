/**
 * The JSON Schema of storyboards, for editors that know YAML but not storyc. It is generated from the records of {@code
 * board} and the catalogue by a test, which holds {@code schema/storyboard.schema.json} to them; the program carries
 * that file alone, since a generator in it would cost every start and could print something else than editors read.
 */
@NullMarked
package dev.storyc.schema;

import org.jspecify.annotations.NullMarked;
