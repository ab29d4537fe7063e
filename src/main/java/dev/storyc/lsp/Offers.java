package dev.storyc.lsp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Gathers what may be written at a place, with the edit that writes it, in the order it is offered. */
final class Offers {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}./][\\p{L}\\p{N}\\p{M} ./:_+-]*");

    private final Question question;
    private final Positions positions;
    private final List<CompletionItem> items = new ArrayList<>();
    private Range range;
    private boolean quoted;
    private boolean value;
    private String after = "";

    Offers(Question question, Positions positions) {
        this.question = question;
        this.positions = positions;
        this.range = positions.range(question.source(), question.offset(), question.offset());
    }

    List<CompletionItem> items() {
        return items;
    }

    /** The word that an offer takes the place of. */
    void replace(int start, int end) {
        String text = question.source().text();
        quoted = start > 0 && "\"'".indexOf(text.charAt(start - 1)) >= 0;
        // What follows on the line may be a comment or the rest of a sentence: only the word itself goes.
        int to = Math.max(question.offset(), Math.min(end, wordEnd(text, question.offset())));
        range = positions.range(question.source(), Math.min(start, question.offset()), to);
    }

    void asKeys(boolean colon) {
        value = false;
        after = colon ? "" : ": ";
    }

    void asValues() {
        value = true;
        after = "";
    }

    void asNames(String closing) {
        value = false;
        after = closing;
    }

    void add(String word, CompletionItemKind kind, String detail, String documentation) {
        CompletionItem item = new CompletionItem(word);
        item.setKind(kind);
        item.setDetail(detail);
        if (!documentation.isEmpty()) {
            item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, documentation));
        }
        // Editors sort by name otherwise; the order here is the one people write in.
        item.setSortText(String.format("%04d", items.size()));
        item.setFilterText(word);
        item.setTextEdit(Either.forLeft(new TextEdit(range, written(word) + after)));
        items.add(item);
    }

    /** A value as it may stand after a colon or between brackets. */
    private String written(String word) {
        boolean plain =
                !value || quoted || (PLAIN.matcher(word).matches() && !word.contains(": ") && !word.endsWith(":"));
        return plain
                ? word
                : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static int wordEnd(String text, int from) {
        int end = from;
        while (end < text.length() && " \t\n\r,]}\"'#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
