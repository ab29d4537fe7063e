package dev.storyc.lsp;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is open in the editor, by address. Written by the thread that reads the stream, read by all. */
final class Documents {
    private final Map<String, Document> open = new ConcurrentHashMap<>();

    void put(Document document) {
        open.put(document.address(), document);
    }

    @Nullable
    Document change(String address, UnaryOperator<Document> change) {
        return open.computeIfPresent(address, (unused, document) -> change.apply(document));
    }

    void remove(String address) {
        open.remove(address);
    }

    @Nullable
    Document get(String address) {
        return open.get(address);
    }

    /** All of them as they are now. */
    Map<String, Document> all() {
        return Map.copyOf(open);
    }

    static Map<String, String> texts(Map<String, Document> documents) {
        return documents.values().stream().collect(Collectors.toMap(Document::address, Document::text));
    }

    static Map<String, Integer> versions(Map<String, Document> documents) {
        return documents.values().stream().collect(Collectors.toMap(Document::address, Document::version));
    }
}
