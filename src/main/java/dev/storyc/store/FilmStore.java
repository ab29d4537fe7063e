package dev.storyc.store;

import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.FilmRecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.UUID;

/**
 * The films and records of one realm.
 *
 * <p>A film is filed under its SHA-256, and one immutable record a key names it; film first, then record, so that a
 * record always found its film. Any number of threads and processes may work on it.
 */
public final class FilmStore {
    private static final long MOST_OF_A_RECORD = 1 << 20;

    private final StoreFiles files;
    private final FilmRecordFormat format = new FilmRecordFormat();

    private FilmStore(StoreFiles files) {
        this.files = files;
    }

    /**
     * Opens the store of a realm, and makes it where its folder is absent or empty.
     *
     * @throws StoreException if it can't be made or written, lies on a network disk, or has films but no ledger: then
     *     somebody moved a part of it away, and starting afresh would pay for what the ledger knew
     */
    public static FilmStore open(StoreFiles files) {
        try {
            StoreGround.check(files);
            for (Path folder : files.folders()) {
                DurableFiles.privateFolder(folder);
            }
            return new FilmStore(files);
        } catch (IOException e) {
            throw new StoreException("the store " + files.root() + " can't be opened", e);
        }
    }

    /** Looks at a store that may not be there, without making anything. */
    public static FilmStore peek(StoreFiles files) {
        return new FilmStore(files);
    }

    /** Where things lie. */
    public StoreFiles files() {
        return files;
    }

    /**
     * The record of a key whose film is there.
     *
     * <p>A film's bytes are trusted while its size is the record's and it wasn't changed after its record was written;
     * else they are hashed first. A film that doesn't stand that is no hit.
     */
    public Optional<FilmRecord> find(Key key) {
        return read(files.record(key), key).filter(record -> sound(record, files.record(key)));
    }

    /** The record of a key whose film was set aside. */
    public Optional<FilmRecord> findAside(Key key) {
        return read(files.asideRecord(key), key).filter(record -> sound(record, files.asideRecord(key)));
    }

    /** The film's file, to be read only. */
    public Path film(FilmRecord record) {
        return files.film(record.sha256());
    }

    /** A fresh file for a download, on the same disk. */
    public Path incoming(Key key) {
        return files.incoming().resolve(key.hex() + "." + UUID.randomUUID() + ".part");
    }

    /** Files a finished download and its record. Whoever did so before for this key has won, and his record stays. */
    public void keep(Path incoming, FilmRecord record) {
        try {
            keepFilm(incoming, record);
            Path target = files.record(record.key());
            if (find(record.key()).isEmpty()) {
                DurableFiles.privateFolder(DurableFiles.above(target));
                DurableFiles.writeReadOnly(target, format.write(record));
            }
        } catch (IOException e) {
            throw new StoreException("the film of " + record.key() + " can't be stored in " + files.root(), e);
        }
    }

    /** Files a finished download that isn't as asked, whole, with the reason. */
    public void setAside(Path incoming, FilmRecord record, String reason) {
        try {
            keepFilm(incoming, record);
            DurableFiles.writeReadOnly(files.asideReason(record.key()), reason + "\n");
            DurableFiles.writeReadOnly(files.asideRecord(record.key()), format.write(record));
        } catch (IOException e) {
            throw new StoreException("the film of " + record.key() + " can't be set aside in " + files.root(), e);
        }
    }

    /** Takes a film that was set aside as the film of its key; false if there is none. May be repeated after a crash. */
    public boolean accept(Key key) {
        Optional<FilmRecord> aside = findAside(key);
        Optional<FilmRecord> held = find(key);
        boolean another = held.isPresent() && !held.equals(aside);
        if (aside.isEmpty() || another) {
            // A film of a later attempt stays: its record is the only way to it.
            return held.isPresent();
        }
        try {
            Path target = files.record(key);
            DurableFiles.privateFolder(DurableFiles.above(target));
            DurableFiles.writeReadOnly(target, format.write(aside.get()));
            Files.deleteIfExists(files.asideRecord(key));
            Files.deleteIfExists(files.asideReason(key));
            return true;
        } catch (IOException e) {
            throw new StoreException("the film of " + key + " can't be taken in " + files.root(), e);
        }
    }

    private void keepFilm(Path incoming, FilmRecord record) throws IOException {
        Path film = film(record);
        DurableFiles.privateFolder(DurableFiles.above(film));
        DurableFiles.moveReadOnly(incoming, film);
    }

    private Optional<FilmRecord> read(Path file, Key key) {
        String text;
        try {
            // Whatever is larger is no record, and whatever is no file would be waited for.
            boolean small = Files.size(file) <= MOST_OF_A_RECORD && Files.isRegularFile(file);
            text = small ? Files.readString(file) : "";
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException("the record " + file + " can't be read", e);
        }
        // A damaged record is no hit, and its key is in the ledger as stored: so it is lost, never bought in silence.
        return format.readIfWhole(text).filter(record -> record.key().equals(key));
    }

    private boolean sound(FilmRecord record, Path recordFile) {
        Path film = film(record);
        try {
            BasicFileAttributes found = Files.readAttributes(film, BasicFileAttributes.class);
            if (!found.isRegularFile() || found.size() != record.bytes()) {
                return false;
            }
            FileTime recorded = Files.getLastModifiedTime(recordFile);
            if (found.lastModifiedTime().compareTo(recorded) <= 0) {
                return true;
            }
            if (!Digests.sha256(film).equals(record.sha256())) {
                return false;
            }
            trustAgain(film, recorded);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new StoreException("the film " + film + " can't be read", e);
        }
    }

    /** Saves the next hashing; where the time can't be set, the film is hashed again, which is only slower. */
    private static void trustAgain(Path film, FileTime recorded) {
        try {
            Files.setLastModifiedTime(film, recorded);
        } catch (IOException e) {
            return;
        }
    }
}
