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
    private Keys() {}

    /**
     * The keys of a mapping by name, in the order people write them.
     *
     * @param mapping the record it is read into: {@link Storyboard}, {@link Scene}, {@link Shot}, {@link Input},
     *     {@link Variants}, {@link Variants.OverrideEntry} or {@link Pick}
     */
    public static Map<String, KeyDescription> of(Class<? extends Record> mapping) {
        Map<String, KeyDescription> keys = new LinkedHashMap<>();
        for (RecordComponent component : mapping.getRecordComponents()) {
            Key key = component.getAnnotation(Key.class);
            if (key != null) {
                String name = key.name().isEmpty() ? snake(component.getName()) : key.name();
                keys.put(name, describe(key, name, key.required() || required(component), component.getName()));
            }
        }
        Key bare = mapping.getAnnotation(Key.class);
        if (bare != null) {
            keys.put(bare.name(), describe(bare, bare.name(), bare.required(), bare.name()));
        }
        return Collections.unmodifiableMap(keys);
    }

    private static KeyDescription describe(Key key, String name, boolean required, String component) {
        return new KeyDescription(name, key.value(), List.of(key.examples()), required, component);
    }

    private static boolean required(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(NotNull.class)
                || component.getAccessor().isAnnotationPresent(NotEmpty.class);
    }

    private static String snake(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
