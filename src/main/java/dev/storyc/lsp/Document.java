package dev.storyc.lsp;

import dev.storyc.diagnostic.Source;
import java.util.List;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/**
 * An open document at one version.
 *
 * @param uri its address as the editor spells it
 * @param address its one address
 * @param version the editor's number for it
 * @param text the whole text, saved or not
 */
record Document(String uri, String address, int version, String text) {
    /** The document after an editor's changes, each counting in the text that those before it left. */
    Document changed(int newVersion, List<TextDocumentContentChangeEvent> changes, Positions positions) {
        String now = text;
        for (TextDocumentContentChangeEvent change : changes) {
            if (change.getRange() == null) {
                now = change.getText();
            } else {
                Source before = new Source(uri, now);
                int from = positions.offset(before, change.getRange().getStart());
                int to = Math.max(
                        from, positions.offset(before, change.getRange().getEnd()));
                now = now.substring(0, from) + change.getText() + now.substring(to);
            }
        }
        return new Document(uri, address, newVersion, now);
    }

    /** Its text, to count lines in. */
    Source source() {
        return new Source(uri, text);
    }
}
