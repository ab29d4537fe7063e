/**
 * What is said about a source and where: texts, spans, rules, findings, and the two ways to print them. It
 * knows no stage and no model, and reads files only through {@link dev.storyc.diagnostic.Sources}.
 */
@NullMarked
package dev.storyc.diagnostic;

import org.jspecify.annotations.NullMarked;
