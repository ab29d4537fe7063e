package dev.storyc.catalog;

import java.util.List;
import java.util.Optional;

/**
 * All that storyc knows of one video model.
 *
 * @param id the name storyboards and the API call it by
 * @param title its name for people
 * @param arguments what it documents, in the order payloads list them
 * @param limits what one clip may be
 * @param prices what a clip costs
 * @param frames how large its films are
 * @param source the page this was read from
 * @param read when it was read, {@code YYYY-MM-DD} or {@code YYYY}
 */
public record VideoModel(
        String id,
        String title,
        List<ArgumentSpec> arguments,
        Limits limits,
        PriceTable prices,
        FrameSizes frames,
        String source,
        String read) {
    public VideoModel {
        arguments = List.copyOf(arguments);
    }

    /** The argument of this wire name. */
    public Optional<ArgumentSpec> argument(String name) {
        for (ArgumentSpec argument : arguments) {
            if (argument.name().equals(name)) {
                return Optional.of(argument);
            }
        }
        return Optional.empty();
    }

    /** The names an author may use under {@code settings}. */
    public List<String> settingNames() {
        return arguments.stream()
                .filter(a -> a.setBy() == ArgumentSpec.SetBy.SETTINGS)
                .map(ArgumentSpec::name)
                .toList();
    }
}
