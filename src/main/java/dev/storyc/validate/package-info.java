/**
 * What can be decided before anything is rendered: structure, references and literals. Findings come from Hibernate
 * Validator over the records' annotations.
 */
@NullMarked
package dev.storyc.validate;

import org.jspecify.annotations.NullMarked;
