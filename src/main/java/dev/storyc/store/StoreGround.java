package dev.storyc.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a store stands or would be made. A store is made only in a folder that is absent or empty, and on a disk of this
 * machine: what looks like a fresh start may be a store whose ledger went astray, and starting afresh would pay for
 * everything again.
 *
 * <p>A making that was cut short leaves folders without files and perhaps a ledger without entries; that is still empty.
 */
public final class StoreGround {
    /** What systems put into any folder by themselves. */
    private static final Set<String> OF_THE_SYSTEM = Set.of(".DS_Store", "lost+found", ".directory", "desktop.ini");

    private static final List<String> OF_THE_NETWORK = List.of(
            "nfs",
            "cifs",
            "smb",
            "afp",
            "webdav",
            "davfs",
            "ncpfs",
            "afs",
            "ceph",
            "glusterfs",
            "lustre",
            "beegfs",
            "gpfs",
            "sshfs",
            "rclone",
            "s3fs",
            "gcsfuse",
            "goofys",
            "curlftpfs");

    private StoreGround() {}

    /** Whether no store is there yet: no ledger, or an empty file in its place. */
    public static boolean isNew(StoreFiles files) {
        try {
            return !Files.exists(files.ledger()) || Files.size(files.ledger()) == 0;
        } catch (IOException e) {
            throw new StoreException("the ledger " + files.ledger() + " can't be looked at", e);
        }
    }

    /** Whether nothing lies here that a ledger would know of, so that one without entries is no ledger that was lost. */
    public static boolean isBare(StoreFiles files) {
        try {
            return something(files).isEmpty();
        } catch (IOException e) {
            throw new StoreException("the store " + files.root() + " can't be looked at", e);
        }
    }

    /**
     * Refuses a folder of stores that is somebody else's: one that holds things, and no store.
     *
     * @param files one realm's store in it, which is to be made; an empty folder there is one whose making a disk broke off
     */
    public static void refuseForeign(StoreFiles files) {
        Path stores = files.root().getParent();
        if (stores == null || !Files.isDirectory(stores)) {
            return;
        }
        try (Stream<Path> entries = Files.list(stores)) {
            List<Path> all = entries.filter(entry -> !ofTheSystem(entry))
                    .filter(entry -> !(entry.equals(files.root()) && isEmptyFolder(entry)))
                    .toList();
            if (!all.isEmpty() && all.stream().noneMatch(StoreGround::isRealm)) {
                throw new StoreException("no store can be made in " + stores + ", for the folder holds other things ("
                        + all.get(0).getFileName()
                        + ") and no store: name an absent or empty folder with STORYC_HOME or `store` in storyc.yaml");
            }
        } catch (IOException e) {
            throw new StoreException("the folder " + stores + " can't be read", e);
        }
    }

    /** Refuses a place on which no store may stand, or where one would have to begin anew that was there before. */
    static void check(StoreFiles files) throws IOException {
        refuseNetwork(files.root(), type(files.root()));
        if (!isNew(files)) {
            return;
        }
        Optional<Path> found = something(files);
        if (found.isPresent()) {
            Path name = files.root().relativize(found.get());
            boolean bought = name.getNameCount() > 1 || name.toString().startsWith("ledger");
            throw new StoreException(
                    bought
                            ? "the store " + files.root() + " holds films or a part of its ledger (" + name
                                    + ") but no ledger (" + files.ledger()
                                    + "): put it back from where it went, since it knows which jobs were paid for"
                            : "no store can be made in " + files.root() + ", for the folder holds other things ("
                                    + name + ") and no ledger: name an empty folder with STORYC_HOME or `store` in"
                                    + " storyc.yaml");
        }
    }

    static void refuseNetwork(Path root, String type) {
        if (isNetwork(type)) {
            throw new StoreException("the store " + root + " lies on a network file system (" + type
                    + "), where the ledger's locks don't hold and a clip could be paid twice: name a folder on a disk of"
                    + " this machine with STORYC_HOME or `store` in storyc.yaml");
        }
    }

    /** Whether a file system of this type is on another machine. */
    static boolean isNetwork(String type) {
        String name = type.toLowerCase(Locale.ROOT).replaceFirst("^fuse\\.", "");
        return OF_THE_NETWORK.stream().anyMatch(name::startsWith);
    }

    private static String type(Path root) throws IOException {
        Path at = root.toAbsolutePath();
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return Files.getFileStore(at).type();
    }

    /** A file that is no lock and isn't the ledger itself. */
    private static Optional<Path> something(StoreFiles files) throws IOException {
        if (!Files.isDirectory(files.root())) {
            return Optional.empty();
        }
        try (Stream<Path> walk = Files.walk(files.root())) {
            return walk.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !ofTheSystem(file) && !file.startsWith(files.owners()))
                    .filter(file -> !isLedger(file, files))
                    .findAny();
        }
    }

    /** The log of a ledger that is there belongs to it; one without its ledger may hold all that was paid. */
    private static boolean isLedger(Path file, StoreFiles files) {
        Path ledger = files.ledger();
        return file.equals(ledger)
                || (Files.exists(ledger)
                        && file.getParent() != null
                        && file.getParent().equals(ledger.getParent())
                        && String.valueOf(file.getFileName()).startsWith(ledger.getFileName() + "-"));
    }

    private static boolean isRealm(Path folder) {
        StoreFiles files = new StoreFiles(folder);
        return Files.exists(files.ledger()) || Files.isDirectory(files.owners());
    }

    private static boolean isEmptyFolder(Path entry) {
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(entry)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            // Whatever can't be looked into holds something.
            return false;
        }
    }

    private static boolean ofTheSystem(Path entry) {
        return OF_THE_SYSTEM.contains(String.valueOf(entry.getFileName()));
    }
}
