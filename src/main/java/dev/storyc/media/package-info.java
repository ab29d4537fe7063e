/**
 * Films as files: whether one arrived whole and is as asked, and animatics, drawn and encoded on this machine.
 * FFmpeg is used through its C interface and bundled fonts through Java2D, so nothing need be installed.
 */
@NullMarked
package dev.storyc.media;

import org.jspecify.annotations.NullMarked;
