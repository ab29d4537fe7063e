package dev.storyc.lsp;

import dev.storyc.board.Input;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Value;
import dev.storyc.diagnostic.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.lsp4j.CompletionItemKind;

/** What may stand in a Mustache tag: partials, the names in scope there, the section that is open. */
final class TagCompletions {
    private static final int GLIMPSE = 200;

    private final Question question;
    private final Offers offers;
    private final TagCursor tag;

    TagCompletions(Question question, Offers offers, TagCursor tag) {
        this.question = question;
        this.offers = offers;
        this.tag = tag;
    }

    void add() {
        Draft draft = question.draft();
        if (draft == null || tag.comment()) {
            return;
        }
        offers.replace(tag.nameStart(), tag.nameEnd());
        offers.asNames(tag.closed() ? "" : tag.sigil() == '{' ? "}}}" : "}}");
        if (tag.partial()) {
            partials(draft);
            return;
        }
        String open = openSection();
        if (tag.sigil() == '/') {
            if (!open.isEmpty()) {
                offers.add(open, CompletionItemKind.Variable, "closes the section", "");
            }
            return;
        }
        Map<String, Declared> nearest = new LinkedHashMap<>();
        Declared.around(
                        draft.storyboard(),
                        question.scene(),
                        question.shot(),
                        draft.values().keySet())
                .forEach(one -> nearest.putIfAbsent(one.name(), one));
        nearest.values()
                .forEach(one -> offers.add(one.name(), CompletionItemKind.Variable, one.kind(), value(draft, one)));
        boolean inSection = !open.isEmpty() && tag.sigil() == ' ';
        if (inSection) {
            offers.add(".", CompletionItemKind.Variable, "the entry of the list", "");
        }
    }

    private void partials(Draft draft) {
        Set<String> names = new TreeSet<>();
        draft.view().partialNames().forEach(names::add);
        for (String name : names) {
            Source partial = draft.view().partial(name).found();
            String text = partial == null ? "" : partial.text().strip();
            offers.add(
                    name,
                    CompletionItemKind.File,
                    "partial",
                    text.length() > GLIMPSE ? text.substring(0, GLIMPSE) + "…" : text);
        }
    }

    /** The innermost section that is open where the tag stands; empty if none is. */
    private String openSection() {
        String text = question.source().text();
        Map<String, Integer> open = new LinkedHashMap<>();
        int from = Math.max(0, tag.start() - 4000);
        for (int at = text.indexOf("{{", from); at >= 0 && at < tag.start(); at = text.indexOf("{{", at + 2)) {
            TagCursor other = TagCursor.at(text, at + 2);
            if (other != null && (other.sigil() == '#' || other.sigil() == '^')) {
                open.put(other.name(), at);
            } else if (other != null && other.sigil() == '/') {
                open.remove(other.name());
            }
        }
        return open.isEmpty() ? "" : List.copyOf(open.keySet()).get(open.size() - 1);
    }

    private static String value(Draft draft, Declared one) {
        Storyboard storyboard = draft.storyboard().value();
        Value variable = storyboard.variables().get(one.name());
        Input input = storyboard.inputs().get(one.name());
        if (one.kind().equals("variable") && variable != null) {
            return variable.shown();
        }
        if (input != null && input.description() != null) {
            return input.description();
        }
        return "";
    }
}
