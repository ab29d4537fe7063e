/**
 * The video models storyc knows: limits, arguments with their wire types, and prices. Each is a data file with
 * its source and date; code here only reads and answers.
 */
@NullMarked
package dev.storyc.catalog;

import org.jspecify.annotations.NullMarked;
