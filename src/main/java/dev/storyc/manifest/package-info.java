/**
 * What was bought, as text that lies in git beside its storyboard: rows, reader, writer and merge, and the form of a
 * film's record. Text in, text out; the files are somebody else's.
 */
@NullMarked
package dev.storyc.manifest;

import org.jspecify.annotations.NullMarked;
