package dev.storyc.shared;

import java.util.regex.Pattern;

/** What may be a name in a shared place: nothing that leads out of it, and nothing that two file systems take differently. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,200}(/[a-z0-9][a-z0-9.-]{0,200}){0,7}");

    private Names() {}

    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("`" + name + "` is no name in a shared place");
        }
        return name;
    }
}
