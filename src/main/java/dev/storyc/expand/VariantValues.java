package dev.storyc.expand;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of one variant by their names, in order. There are as many of these as variants, and few names, which all
 * share: so each is one array, and looks a name up in the list.
 */
final class VariantValues extends AbstractMap<String, String> {
    private final List<String> names;
    private final String[] texts;

    /**
     * @param names shared by all variants
     * @param texts a text for each name; handed over, not copied
     */
    VariantValues(List<String> names, String[] texts) {
        this.names = names;
        this.texts = texts;
    }

    @Override
    public int size() {
        return texts.length;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name != null && names.contains(name);
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int at = name == null ? -1 : names.indexOf(name);
        return at < 0 ? null : texts[at];
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return texts.length;
            }

            @Override
            public Iterator<Map.Entry<String, String>> iterator() {
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < texts.length;
                    }

                    @Override
                    public Map.Entry<String, String> next() {
                        if (!hasNext()) {
                            throw new NoSuchElementException();
                        }
                        return Map.entry(names.get(next), texts[next++]);
                    }
                };
            }
        };
    }
}
