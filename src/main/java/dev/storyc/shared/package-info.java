/**
 * Places that a team shares: S3, a cache behind HTTPS, a folder. Bytes under names go in and come out; what the names
 * mean, and whether the bytes are what was bought, others know.
 */
@NullMarked
package dev.storyc.shared;

import org.jspecify.annotations.NullMarked;
