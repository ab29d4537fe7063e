/**
 * The language server: what an editor asks about storyboards while they are written, answered by the pure stages. It
 * reads and writes its two streams alone; files come through {@link dev.storyc.lsp.Surroundings}.
 */
@NullMarked
package dev.storyc.lsp;

import org.jspecify.annotations.NullMarked;
