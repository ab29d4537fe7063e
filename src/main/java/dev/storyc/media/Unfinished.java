package dev.storyc.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A file that gets its name when it is complete. Whoever is killed before that leaves one whose name begins with a dot.
 */
final class Unfinished {
    private Unfinished() {}

    /** Fills a file with something. */
    interface Content {
        void write(Path file) throws IOException;
    }

    /**
     * Makes a file or replaces it, in one step.
     *
     * @param target its folder must exist
     */
    static void replace(Path target, Content content) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path unfinished = create(absolute);
        try {
            content.write(unfinished);
            Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Not as the JDK makes temporary files, which their owner alone can read: a web server may be somebody else. */
    private static Path create(Path target) throws IOException {
        String name = String.valueOf(target.getFileName());
        String ending = name.substring(Math.max(0, name.lastIndexOf('.')));
        while (true) {
            Path file = target.resolveSibling(".unfinished-"
                    + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ending);
            if (Files.notExists(file)) {
                return Files.createFile(file);
            }
        }
    }
}
