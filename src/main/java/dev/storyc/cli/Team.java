package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.run.WebAccess;
import dev.storyc.shared.SharedAddress;
import dev.storyc.shared.SharedAddressException;
import dev.storyc.shared.SharedAddressReader;
import dev.storyc.shared.SharedPlace;
import dev.storyc.shared.SharedPlaces;
import dev.storyc.shared.SharedRealm;
import dev.storyc.shared.SharedWeb;
import dev.storyc.shared.SharedWish;
import dev.storyc.shared.SigningKey;
import dev.storyc.shared.TrustedKeys;
import dev.storyc.store.Realm;
import dev.storyc.workspace.Workspace;
import dev.storyc.workspace.WorkspaceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code storyc.yaml} and the environment say of those this workspace works with; nothing of it is opened yet.
 *
 * @param sharedStore where films and records are shared
 * @param sharedStoreMode {@code read} or {@code write}
 * @param trustedKeys whose records are believed
 * @param fleet the PostgreSQL that has the ledger and the queue, as it is stated; may hold a password
 * @param folder where relative names of the environment's files begin
 */
record Team(
        Optional<SharedAddress> sharedStore,
        String sharedStoreMode,
        TrustedKeys trustedKeys,
        Optional<String> fleet,
        Map<String, String> environment,
        Path folder) {
    /** Overrides {@code shared_store}, with all that belongs to it. */
    private static final String ADDRESS = "STORYC_SHARED_STORE";

    /** Overrides {@code shared_store_mode}: CI writes what laptops read. */
    private static final String MODE = "STORYC_SHARED_STORE_MODE";

    /** Nobody: one machine alone. */
    static final Team NONE =
            new Team(Optional.empty(), "write", TrustedKeys.ANYBODY, Optional.empty(), Map.of(), Path.of(""));

    /** @throws UserError if anything of it can't be followed */
    static Team of(Console console, Workspace workspace) {
        WorkspaceSettings settings = workspace.settings();
        String stated = console.variable(MODE);
        String mode = stated.isBlank() ? written(settings, "shared_store_mode").orElse("write") : stated.strip();
        if (!mode.equals("read") && !mode.equals("write")) {
            String where = stated.isBlank() ? "`shared_store_mode` in storyc.yaml" : MODE;
            throw new UserError(Exit.USAGE, where + " must be read or write, and is `" + mode + "`");
        }
        return new Team(
                wish(console, settings).map(wish -> address(wish, console, workspace)),
                mode,
                trustedKeys(settings),
                FleetAddress.stated(console.environment(), written(settings, "fleet")),
                console.environment(),
                workspace.folder());
    }

    private static Optional<SharedWish> wish(Console console, WorkspaceSettings settings) {
        String stated = console.variable(ADDRESS);
        if (!stated.isBlank()) {
            return Optional.of(SharedWish.ofEnvironment(ADDRESS, stated));
        }
        return written(settings, "shared_store")
                .map(text -> new SharedWish(
                        "`shared_store` in storyc.yaml",
                        text,
                        true,
                        written(settings, "shared_store_endpoint"),
                        written(settings, "shared_store_region"),
                        written(settings, "shared_store_path_style")));
    }

    private static SharedAddress address(SharedWish wish, Console console, Workspace workspace) {
        try {
            return new SharedAddressReader(console.environment(), workspace.root(), StorePlaces.home(console))
                    .read(wish);
        } catch (SharedAddressException e) {
            throw new UserError(Exit.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static TrustedKeys trustedKeys(WorkspaceSettings settings) {
        try {
            return TrustedKeys.of(settings.list("trusted_keys", List.of()).stream()
                    .filter(line -> !line.isBlank() && !line.equals("null"))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new UserError(Exit.USAGE, "`trusted_keys` in storyc.yaml: " + e.getMessage());
        }
    }

    /**
     * Opens the shared store for a realm; nothing is sent before something is asked of it.
     *
     * @throws UserError if a file alone says so, and credentials would go there
     */
    SharedPlace open(SharedAddress address, Realm realm) {
        address.distrust().ifPresent(words -> {
            throw new UserError(Exit.USAGE, words);
        });
        WebAccess web = new WebAccess(environment, folder);
        SharedRealm shared = new SharedRealm(realm.name(), realm.folder(), realm.equals(Realm.DEFAULT));
        return SharedPlaces.open(address, shared, new SharedWeb(web::client, web::close));
    }

    /**
     * The key that this machine's records are signed with, if it has one.
     *
     * @throws UserError if the file that the environment names holds none
     */
    Optional<SigningKey> signingKey() {
        String file = environment.getOrDefault(SigningKey.FILE, "");
        if (file.isBlank()) {
            return Optional.empty();
        }
        try {
            // A workflow's file says `~` where no shell reads it.
            Path named = file.startsWith("~/")
                    ? Path.of(environment.getOrDefault("HOME", "")).resolve(file.substring(2))
                    : folder.resolve(file);
            return Optional.of(SigningKey.read(named));
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError(Exit.USAGE, SigningKey.FILE + ": " + e.getMessage());
        }
    }

    private static Optional<String> written(WorkspaceSettings settings, String key) {
        return settings.text(key).filter(text -> !text.isBlank() && !text.equals("null"));
    }
}
