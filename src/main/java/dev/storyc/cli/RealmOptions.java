package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.job.Job;
import dev.storyc.store.Realm;
import dev.storyc.store.StoreFiles;
import dev.storyc.workspace.Workspace;
import dev.storyc.workspace.WorkspaceSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command works on that reads no storyboard: that of the workspace around the working folder. */
final class RealmOptions {
    @Option(names = "--api-url", paramLabel = "URL", description = "Another ShortAPI, whose films are kept apart.")
    private @Nullable String apiUrl;

    /**
     * What the options mean.
     *
     * @param api the API's address
     * @param store the store of its realm
     * @param giveUpAfter how old a job is that counts as pending
     * @param settings what the workspace says
     */
    record Place(URI api, StorePlace store, Duration giveUpAfter, WorkspaceSettings settings) {
        /** Where it lies on this machine. */
        StoreFiles files() {
            return store.files();
        }
    }

    /** The stores of all realms that this person has, by the names of their folders. */
    static SortedMap<String, StorePlace> all(Console console, Path folder) throws IOException {
        Workspace workspace = workspace(folder);
        SortedMap<String, StorePlace> stores = new TreeMap<>();
        Team team = Team.of(console, workspace);
        Path data =
                StorePlaces.of(Realm.DEFAULT, console, workspace).files().root().getParent();
        if (data != null && Files.isDirectory(data)) {
            try (Stream<Path> realms = Files.list(data)) {
                realms.map(StoreFiles::new).filter(StoreFiles::there).forEach(files -> {
                    String name = String.valueOf(files.root().getFileName());
                    // A folder can't be named as a host with its port is.
                    Realm realm = new Realm(name.replace('_', ':'));
                    TeamStore shared = TeamStore.of(team, realm).orElse(null);
                    stores.put(name, new StorePlace(files, realm, team, shared));
                });
            }
        }
        StorePlace drawn = StorePlaces.of(Realm.ANIMATIC, console, workspace);
        if (drawn.files().there()) {
            stores.putIfAbsent(Realm.ANIMATIC.name(), drawn);
        }
        return stores;
    }

    private static Workspace workspace(Path folder) throws IOException {
        Path root = Workspace.rootOf(folder, folder);
        Workspace bare = new Workspace(root, WorkspaceSettings.none(), folder);
        WorkspaceSettings settings = WorkspaceSettings.read(root, bare.shown(root.resolve(WorkspaceSettings.FILE)));
        return new Workspace(root, settings, folder);
    }

    Place place(Console console, Path folder) throws IOException {
        return place(console, workspace(folder));
    }

    /** The same of a workspace that is known already. */
    Place place(Console console, Workspace workspace) {
        URI api = ApiAddress.of(apiUrl, console, workspace.settings());
        Duration giveUpAfter = workspace.settings().duration("api.give_up_after", Duration.ofMinutes(20));
        return new Place(api, StorePlaces.of(Realm.of(api), console, workspace), giveUpAfter, workspace.settings());
    }

    /** The newest attempt of the key that begins with these digits. */
    static Job find(Vault vault, String digits) {
        String wanted = digits.strip();
        if (!wanted.matches("[0-9a-f]{6,64}")) {
            throw new UserError(Exit.USAGE, "KEY is a key's first digits, six at least, as `storyc jobs` shows them");
        }
        vault.ledger().lookAround();
        List<Job> found = vault.ledger().all().stream()
                .filter(job -> job.key().hex().startsWith(wanted))
                .toList();
        if (found.isEmpty()) {
            throw new UserError(Exit.USAGE, "no attempt in the ledger has a key that begins with " + wanted);
        }
        if (found.stream().map(Job::key).distinct().count() > 1) {
            throw new UserError(Exit.USAGE, "several keys begin with " + wanted + ": give more digits");
        }
        return found.get(found.size() - 1);
    }
}
