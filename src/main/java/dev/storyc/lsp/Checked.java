package dev.storyc.lsp;

import dev.storyc.CompiledFilm;
import dev.storyc.board.Storyboard;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Located;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one check of a storyboard found and learnt.
 *
 * @param view the files it saw
 * @param diagnostics all findings, in order
 * @param storyboard what was read, or null where the text is no YAML
 * @param first the film of the first variant, or null where there is none
 * @param values the first few values of each axis, column and include key
 * @param clipIds the first few ids of clips
 * @param tally what all of it comes to
 */
record Checked(
        Surroundings.View view,
        List<Diagnostic> diagnostics,
        @Nullable Located<Storyboard> storyboard,
        @Nullable CompiledFilm first,
        Map<String, Set<String>> values,
        Set<String> clipIds,
        Tally tally) {
    /** The same, with what an earlier check learnt where this one, of a text that is broken just now, learnt nothing. */
    Checked remembering(@Nullable Checked earlier) {
        return earlier == null || first != null
                ? this
                : new Checked(
                        view,
                        diagnostics,
                        storyboard == null ? earlier.storyboard : storyboard,
                        null,
                        earlier.values,
                        earlier.clipIds,
                        tally);
    }
}
