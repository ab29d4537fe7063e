package dev.storyc.board;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which keys a mapping of the language may have, and what each of them says. */
public final class Keys {
    /** The one key that leaves no component behind: the parser merges what it names. */
    private static final KeyDescription USES = new KeyDescription(
            "uses",
            "A file whose `model`, `settings`, `inputs`, `variables` and `cut` this storyboard shares with others; its own win,"
                    + " name by name. The path counts from the storyboard.",
            List.of("../brand.yaml"),
            false,
            "uses");

    private Keys() {}

    /**
     * The keys of a mapping by name, in the order people write them.
     *
     * @param mapping the record it is read into: {@link Storyboard}, {@link Scene}, {@link Shot}, {@link Input},
     *     {@link Variants}, {@link Variants.OverrideEntry}, {@link Pick} or {@link Cut}
     */
    public static Map<String, KeyDescription> of(Class<? extends Record> mapping) {
        Map<String, KeyDescription> keys = new LinkedHashMap<>();
        for (RecordComponent component : mapping.getRecordComponents()) {
            Key key = component.getAnnotation(Key.class);
            if (key != null) {
                String name = key.name().isEmpty() ? snake(component.getName()) : key.name();
                keys.put(
                        name,
                        new KeyDescription(
                                name,
                                key.value(),
                                List.of(key.examples()),
                                key.required() || required(component),
                                component.getName()));
            }
        }
        if (mapping == Storyboard.class) {
            keys.put(USES.name(), USES);
        }
        return Collections.unmodifiableMap(keys);
    }

    private static boolean required(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(NotNull.class)
                || component.getAccessor().isAnnotationPresent(NotEmpty.class);
    }

    private static String snake(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
