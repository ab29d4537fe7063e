/**
 * The commands: flags become settings, files become sources, and results become words and exit codes. Everything is
 * wired together here, by constructors, and nothing else imports this package.
 */
@NullMarked
package dev.storyc.cli;

import org.jspecify.annotations.NullMarked;
