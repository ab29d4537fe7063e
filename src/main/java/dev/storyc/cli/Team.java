package dev.storyc.cli;

import java.util.List;
import java.util.Optional;

/**
 * What {@code storyc.yaml} says of those this workspace works with; nothing of it is opened here.
 *
 * @param sharedStore where films and records are shared: {@code s3://bucket/prefix}, {@code https://…}, or a folder
 * @param sharedStoreMode {@code read} or {@code write}
 * @param trustedKeys whose records are believed; empty where all are
 * @param fleet the PostgreSQL that has the ledger and the queue
 */
record Team(Optional<String> sharedStore, String sharedStoreMode, List<String> trustedKeys, Optional<String> fleet) {
    /** Nobody: one machine alone. */
    static final Team NONE = new Team(Optional.empty(), "write", List.of(), Optional.empty());

    Team {
        trustedKeys = List.copyOf(trustedKeys);
    }

    static Team of(WorkspaceSettings settings) {
        String mode = written(settings, "shared_store_mode").orElse("write");
        if (!mode.equals("read") && !mode.equals("write")) {
            throw new UserError(
                    Exit.USAGE, "`shared_store_mode` in storyc.yaml must be read or write, and is `" + mode + "`");
        }
        return new Team(
                written(settings, "shared_store"),
                mode,
                settings.list("trusted_keys", List.of()),
                written(settings, "fleet"));
    }

    private static Optional<String> written(WorkspaceSettings settings, String key) {
        return settings.text(key).filter(text -> !text.isBlank() && !text.equals("null"));
    }
}
