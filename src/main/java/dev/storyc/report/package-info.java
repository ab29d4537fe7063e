/**
 * What people look at: the gallery, and what hands a storyboard on to other tools. Text and bytes out, made of what is
 * handed in; where pictures and films lie is among that.
 */
@NullMarked
package dev.storyc.report;

import org.jspecify.annotations.NullMarked;
