/**
 * From a storyboard to its films, one a variant: rows and matrix, scopes, matching, strict Mustache. Films flow
 * through one at a time, and every rendered value knows where it came from.
 */
@NullMarked
package dev.storyc.expand;

import org.jspecify.annotations.NullMarked;
