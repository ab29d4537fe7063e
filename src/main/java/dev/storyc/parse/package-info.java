/**
 * From YAML text to records of {@link dev.storyc.board}, bound by hand so that every value keeps its place. Scalars
 * are read as YAML 1.2 reads them, and stay text as written.
 */
@NullMarked
package dev.storyc.parse;

import org.jspecify.annotations.NullMarked;
