package dev.storyc.store;

import dev.storyc.lower.Key;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Where everything lies in the store of one realm. Does nothing but name files.
 *
 * @param root the realm's folder
 */
public record StoreFiles(Path root) {
    /** Whether anything of a store is there. */
    public boolean there() {
        return Files.isDirectory(films()) || Files.exists(ledger());
    }

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

    /** Who uses the store. */
    Path workspaces() {
        return root.resolve("workspaces");
    }

    /** What nobody wanted when it was last tidied up, a folder a day. */
    Path trash() {
        return root.resolve("trash");
    }

    /** The keys of what was thrown away from there, one a line. */
    Path thrownAway() {
        return root.resolve("thrown-away");
    }

    /** What could not be trusted any more. */
    public Path quarantine() {
        return root.resolve("quarantine");
    }

    /** A name of its own there for a file that goes there. */
    Path quarantined(Path file) {
        return quarantine().resolve(UUID.randomUUID() + "-" + file.getFileName());
    }

    /** How films looked when they were last hashed. */
    Path hashed() {
        return root.resolve("hashed");
    }

    /** Which films a shared store is known to have, whose name has this digest. */
    Path shared(String digest) {
        return root.resolve("shared-" + digest);
    }

    /** What a shared place could not be told yet. */
    Path owed() {
        return root.resolve("owed");
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
