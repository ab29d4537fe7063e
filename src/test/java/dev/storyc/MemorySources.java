package dev.storyc;

import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import java.io.Reader;
import java.util.Map;
import java.util.function.Supplier;

/** Files that live in memory: partials and shared files by name, and one row file. */
public record MemorySources(Map<String, String> files, Map<String, Supplier<Reader>> tables) implements Sources {
    static MemorySources empty() {
        return new MemorySources(Map.of(), Map.of());
    }

    @Override
    public Answer<Source> shared(String path) {
        return text(path);
    }

    @Override
    public Answer<Source> partial(String name) {
        return text(name);
    }

    private Answer<Source> text(String name) {
        String text = files.get(name);
        return text == null ? Answer.missing("there is no `" + name + "`", "") : Answer.found(new Source(name, text));
    }

    @Override
    public Iterable<String> partialNames() {
        return files.keySet();
    }

    @Override
    public Answer<Rows> rows(String path) {
        Supplier<Reader> table = tables.get(path);
        if (table == null) {
            return Answer.missing("there is no `" + path + "`", "");
        }
        return Answer.found(new Rows() {
            @Override
            public String name() {
                return path;
            }

            @Override
            public Reader open() {
                return table.get();
            }
        });
    }
}
