package dev.storyc.media;

import java.nio.file.Path;

/** Where this user's cache is: what lies there can be deleted at any time and is made again. */
final class UserCache {
    private UserCache() {}

    /** The folder of this name in storyc's part of the cache; it need not exist. */
    static Path folder(String name) {
        return root().resolve("storyc").resolve(name);
    }

    private static Path root() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        // The XDG specification says to ignore a relative path.
        if (xdg != null && !xdg.isBlank() && Path.of(xdg).isAbsolute()) {
            return Path.of(xdg);
        }
        Path home = Path.of(System.getProperty("user.home"));
        boolean mac = System.getProperty("os.name", "").startsWith("Mac");
        return mac ? home.resolve("Library").resolve("Caches") : home.resolve(".cache");
    }
}
