package dev.storyc.store;

import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.FilmRecordFormat;
import dev.storyc.shared.SharedPlace;
import dev.storyc.shared.SharedPlaceException;
import dev.storyc.shared.SignedRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One realm's films and records in a shared place: a film under {@code cas/}, by its bytes, and a record a key under
 * {@code ac/}. A film goes there before its record, and no byte that comes back is believed before it was hashed. For any
 * number of threads; all methods throw {@link SharedPlaceException} where the place is in the way.
 */
public final class SharedFilms {
    private static final int MOST_BYTES = 1 << 21;

    private final SharedPlace place;
    private final SharedSeal seal;
    private final FilmRecordFormat format = new FilmRecordFormat();

    /**
     * @param place that of the realm
     * @param seal by what its records are believed, and this machine's are
     */
    public SharedFilms(SharedPlace place, SharedSeal seal) {
        this.place = place;
        this.seal = seal;
    }

    /** What people call the place. */
    public String name() {
        return place.name();
    }

    SharedPlace place() {
        return place;
    }

    /** What a film is called there. */
    static String film(String sha256) {
        return "cas/" + sha256;
    }

    /** What a film and its record are called there. */
    public static List<String> names(FilmRecord film) {
        return List.of(film(film.sha256()), record(film.key()));
    }

    /** What a key's record is called there. */
    static String record(Key key) {
        return "ac/" + key.hex();
    }

    /** How the film of a key stands, by its record and the film's size; no film is fetched. */
    public SharedFind find(Key key) {
        String name = record(key);
        Optional<byte[]> bytes;
        try {
            bytes = place.read(name, MOST_BYTES);
        } catch (SharedPlaceException e) {
            if (e.kind() == SharedPlaceException.Kind.DAMAGED) {
                return new SharedFind.Refused(String.valueOf(e.getMessage()));
            }
            throw e;
        }
        if (bytes.isEmpty()) {
            return new SharedFind.None();
        }
        try {
            FilmRecord record = open(bytes.get(), key);
            OptionalLong size = place.size(film(record.sha256()));
            if (size.isEmpty()) {
                return new SharedFind.Lost(record);
            }
            return size.getAsLong() == record.bytes()
                    ? new SharedFind.There(record)
                    : new SharedFind.Refused(wrongSize(record, size.getAsLong()));
        } catch (Refused e) {
            return new SharedFind.Refused("the record " + at(name) + " " + e.getMessage());
        }
    }

    /** A record that is not believed; the message follows its name. */
    private static final class Refused extends Exception {
        Refused(String words) {
            super(words);
        }
    }

    private FilmRecord open(byte[] bytes, Key key) throws Refused {
        SignedRecord.Found found = seal.open(bytes, key.hex());
        if (found instanceof SignedRecord.Refused refused) {
            throw new Refused(refused.words());
        }
        FilmRecord record = format.readIfWhole(((SignedRecord.Believed) found).text())
                .orElseThrow(() -> new Refused("is no whole record"));
        if (!record.key().equals(key)) {
            throw new Refused(
                    "is that of another request, of key " + record.key().brief());
        }
        return record;
    }

    private String wrongSize(FilmRecord record, long size) {
        return "the film " + at(film(record.sha256())) + " has " + size + " bytes, and was bought with "
                + record.bytes();
    }

    /** Whether a film of these bytes is there, as far as its size tells. */
    public boolean holds(FilmRecord film) {
        OptionalLong size = place.size(film(film.sha256()));
        return size.isPresent() && size.getAsLong() == film.bytes();
    }

    /** What came of fetching a film. */
    public sealed interface Pulled {
        /** The store has it now. */
        record Here() implements Pulled {}

        /** Nobody put it there. */
        record Missing() implements Pulled {}

        /**
         * What came is not what was bought, and lies in quarantine.
         *
         * @param words for people: what, where, and why
         */
        record Wrong(String words) implements Pulled {}
    }

    /** Fetches a film into the store, if its bytes are those of this record. */
    public Pulled pull(FilmRecord film, FilmStore store) {
        Path incoming = store.incoming(film.key());
        String name = film(film.sha256());
        try {
            if (!place.fetch(name, incoming)) {
                return new Pulled.Missing();
            }
            long size = Files.size(incoming);
            boolean whole = size == film.bytes() && Digests.sha256(incoming).equals(film.sha256());
            if (whole) {
                store.keep(incoming, film);
                return new Pulled.Here();
            }
            Path aside = store.quarantineIncoming(incoming, film);
            return new Pulled.Wrong((size == film.bytes()
                            ? "the film " + at(name) + " doesn't hold the bytes that were bought"
                            : wrongSize(film, size))
                    + "; what came lies in " + aside);
        } catch (IOException e) {
            throw new StoreException(
                    "the film of " + film.key() + " can't be taken into "
                            + store.files().root(),
                    e);
        } finally {
            discard(incoming);
        }
    }

    /** What came of putting a film there. */
    public enum Pushed {
        /** It wasn't there before. */
        NEW,
        /** It and its record were there. */
        THERE,
        /** Its bytes are there, but the record of its key is that of another film, bought by somebody else, and stays. */
        ANOTHER
    }

    /**
     * Puts a film of the store there, then its record. What is there is left as it is; it may be repeated after any failure.
     *
     * @throws StoreException if the store hasn't the film as it was bought
     */
    public Pushed push(FilmRecord film, FilmStore store) {
        boolean filmCame = pushFilm(film, store);
        String name = record(film.key());
        byte[] bytes = seal.seal(film.key().hex(), format.write(film));
        Optional<byte[]> there = place.read(name, MOST_BYTES);
        boolean recordCame = there.isEmpty();
        if (recordCame) {
            recordCame = put(name, bytes);
            there = recordCame ? Optional.of(bytes) : place.read(name, MOST_BYTES);
        }
        if (recordCame || there.isEmpty()) {
            return Pushed.NEW;
        }
        try {
            FilmRecord other = open(there.get(), film.key());
            if (!other.sha256().equals(film.sha256())) {
                return Pushed.ANOTHER;
            }
            return filmCame ? Pushed.NEW : Pushed.THERE;
        } catch (Refused e) {
            throw new SharedPlaceException(
                    SharedPlaceException.Kind.DAMAGED,
                    "the record " + at(name) + " " + e.getMessage() + "; take it away to put the right one there");
        }
    }

    private boolean put(String name, byte[] bytes) {
        if (place.conditional()) {
            return place.putNew(name, bytes);
        }
        place.put(name, bytes);
        return true;
    }

    /** @return whether it wasn't there; half a film doesn't count, and the whole one takes its place */
    private boolean pushFilm(FilmRecord film, FilmStore store) {
        String name = film(film.sha256());
        OptionalLong size = place.size(name);
        if (size.isPresent() && size.getAsLong() == film.bytes()) {
            return false;
        }
        // What is damaged here must not be given to everybody, however long ago it was last looked at.
        Optional<Damage> damage = store.hash(film);
        if (damage.isPresent()) {
            throw new StoreException(
                    "the film " + damage.get().file() + " " + damage.get().words() + ", and is not shared");
        }
        try {
            place.put(name, store.film(film));
        } catch (UncheckedIOException e) {
            throw new StoreException("the film " + store.film(film) + " can't be read", e);
        }
        return true;
    }

    private String at(String name) {
        return name + " in " + place.name();
    }

    /** What is left of it was never filed; leaving it behind would only waste room. */
    private static void discard(Path incoming) {
        try {
            Files.deleteIfExists(incoming);
        } catch (IOException e) {
            return;
        }
    }
}
