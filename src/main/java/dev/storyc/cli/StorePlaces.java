package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.store.Realm;
import dev.storyc.store.StoreFiles;
import dev.storyc.store.StoreGround;
import dev.storyc.workspace.Workspace;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where this person's stores are: films that were paid for in the data folder, animatics in the cache. */
final class StorePlaces {
    private StorePlaces() {}

    static StorePlace of(Realm realm, Console console, Workspace workspace) {
        Path root = realm.free() ? cache(console) : data(console, workspace);
        Team team = realm.free() ? Team.NONE : Team.of(console, workspace);
        TeamStore shared = TeamStore.of(team, realm).orElse(null);
        return new StorePlace(new StoreFiles(root.resolve(realm.folder())), realm, team, shared);
    }

    /**
     * The same, for whoever is about to buy.
     *
     * @throws UserError in CI, where the store is new and its films would be gone with the machine, unless {@code begin}
     *     says so
     */
    static StorePlace toBuyInto(Realm realm, Console console, Workspace workspace, boolean begin) {
        StorePlace place = of(realm, console, workspace);
        StoreFiles files = place.files();
        // The cache folder is shared with other things of storyc, and nothing in it was paid for.
        if (!realm.free() && StoreGround.isNew(files)) {
            StoreGround.refuseForeign(files);
        }
        // What goes to the team's store as it comes isn't gone with this machine.
        boolean alone = place.shared() == null || place.shared().readOnly().isPresent();
        if (alone && realm.costs() && !begin && inCi(console) && StoreGround.isNew(files)) {
            throw new UserError(
                    Exit.STORE,
                    "CI is set, and the store " + files.root() + " is new: what is bought here would be gone with this"
                            + " machine and paid again by the next run.\nKeep STORYC_HOME from run to run, write a"
                            + " `shared_store` on S3 or in a folder,\nor say --new-store to begin one here");
        }
        return place;
    }

    private static boolean inCi(Console console) {
        return !Set.of("", "0", "false").contains(console.variable("CI").strip().toLowerCase(Locale.ROOT));
    }

    private static Path data(Console console, Workspace workspace) {
        // From the root, as `store` is: from the working folder, each folder would have a store and pay by itself.
        Optional<Path> stated = absolute(console.variable("STORYC_HOME"), console, workspace.root());
        Optional<Path> written =
                workspace.settings().text("store").flatMap(text -> absolute(text, console, workspace.root()));
        return stated.or(() -> written)
                .or(() -> xdg("XDG_DATA_HOME", console).map(folder -> folder.resolve("storyc")))
                .orElseGet(() -> mac()
                        ? home(console).resolve("Library/Application Support/storyc")
                        : home(console).resolve(".local/share/storyc"));
    }

    private static Path cache(Console console) {
        return xdg("XDG_CACHE_HOME", console)
                .orElseGet(() -> mac()
                        ? home(console).resolve("Library/Caches")
                        : home(console).resolve(".cache"))
                .resolve("storyc");
    }

    private static Optional<Path> absolute(String text, Console console, Path base) {
        if (text.isBlank() || text.equals("null")) {
            return Optional.empty();
        }
        boolean atHome = text.equals("~") || text.startsWith("~/");
        Path path = atHome ? home(console).resolve(text.substring(Math.min(2, text.length()))) : base.resolve(text);
        return Optional.of(path.toAbsolutePath().normalize());
    }

    /** The XDG specification says to ignore a relative path. */
    private static Optional<Path> xdg(String name, Console console) {
        return Optional.of(console.variable(name))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }

    static Path home(Console console) {
        String home = console.variable("HOME");
        return Path.of(home.isBlank() ? System.getProperty("user.home") : home);
    }

    private static boolean mac() {
        return System.getProperty("os.name", "").startsWith("Mac");
    }
}
