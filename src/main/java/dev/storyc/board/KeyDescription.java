package dev.storyc.board;

import java.util.List;

/**
 * One key that an author may write.
 *
 * @param name as it stands before the colon
 * @param description one or two sentences, in Markdown
 * @param examples values as they may stand after the colon, in YAML; at least one
 * @param required whether the mapping is wrong without it, whatever else it says
 * @param component the record's component that holds it, or the key's name where none does
 */
public record KeyDescription(
        String name, String description, List<String> examples, boolean required, String component) {
    public KeyDescription {
        examples = List.copyOf(examples);
    }
}
