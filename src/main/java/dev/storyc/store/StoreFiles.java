package dev.storyc.store;

import dev.storyc.lower.Key;
import java.nio.file.Path;
import java.util.List;

/**
 * Where everything lies in the store of one realm. Does nothing but name files.
 *
 * @param root the realm's folder
 */
public record StoreFiles(Path root) {
    /** The ledger's database; SQLite puts its log beside it. */
    public Path ledger() {
        return root.resolve("ledger.db");
    }

    /** The lock files of processes. */
    public Path owners() {
        return root.resolve("owners");
    }

    Path films() {
        return root.resolve("films");
    }

    Path records() {
        return root.resolve("records");
    }

    Path aside() {
        return root.resolve("aside");
    }

    Path incoming() {
        return root.resolve("incoming");
    }

    Path film(String sha256) {
        return films().resolve(sha256.substring(0, 2)).resolve(sha256 + ".mp4");
    }

    Path record(Key key) {
        return records().resolve(key.hex().substring(0, 2)).resolve(key.hex() + ".json");
    }

    Path asideRecord(Key key) {
        return aside().resolve(key.hex() + ".json");
    }

    Path asideReason(Key key) {
        return aside().resolve(key.hex() + ".txt");
    }

    List<Path> folders() {
        return List.of(root, owners(), films(), records(), aside(), incoming());
    }
}
