package dev.storyc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.TestRecords;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilmStoreTest {
    private static final Clip CLIP = TestClips.clip("v", "x", 1, "p");

    @TempDir
    Path folder;

    private FilmStore store;

    @BeforeEach
    void open() {
        store = FilmStore.open(new StoreFiles(folder.resolve("data/storyc/realm")));
    }

    @Test
    void aKeptFilmIsFoundReadOnlyAndPrivate() throws IOException {
        FilmRecord record = keep(CLIP, "bytes of a film");
        assertThat(store.find(CLIP.key())).contains(record);
        assertThat(store.film(record)).hasContent("bytes of a film");
        assertThat(mode(store.film(record))).isEqualTo("r--r--r--");
        assertThat(mode(store.files().record(CLIP.key()))).isEqualTo("r--------");
        assertThat(mode(folder.resolve("data/storyc"))).isEqualTo("rwx------");
        assertThat(mode(store.files().films())).isEqualTo("rwx------");
        assertThat(store.files().incoming()).isEmptyDirectory();
    }

    @Test
    void aRecordWithoutItsFilmIsNoHit() throws IOException {
        FilmRecord record = keep(CLIP, "bytes");
        Files.delete(store.film(record));
        assertThat(store.find(CLIP.key())).isEmpty();
        keep(CLIP, "bytes");
        assertThat(store.find(CLIP.key())).isPresent();
    }

    @Test
    void aShortFilmIsNoHit() throws IOException {
        FilmRecord record = keep(CLIP, "bytes");
        writable(store.film(record));
        Files.writeString(store.film(record), "byte");
        assertThat(store.find(CLIP.key())).isEmpty();
    }

    @Test
    void aTouchedFilmIsHashedOnceAndThenTrusted() throws IOException {
        FilmRecord record = keep(CLIP, "bytes");
        FileTime later = FileTime.from(Instant.now().plusSeconds(60));
        Files.setLastModifiedTime(store.film(record), later);
        int lines = Files.readAllLines(store.files().hashed()).size();
        assertThat(store.find(CLIP.key())).contains(record);
        assertThat(Files.readAllLines(store.files().hashed())).hasSize(lines + 1);
        assertThat(again().find(CLIP.key())).contains(record);
        assertThat(Files.readAllLines(store.files().hashed())).hasSize(lines + 1);
    }

    @Test
    void aFlippedByteIsFoundByTheFilmsTimeAndSaidWithItsFile() throws IOException {
        FilmRecord record = keep(CLIP, "bytes");
        flip(store.film(record));
        assertThat(store.find(CLIP.key())).isEmpty();
        assertThat(store.holds(record)).isFalse();
        assertThat(again().damage(CLIP.key()))
                .contains(new Damage(store.film(record), record, "doesn't hold the bytes that were bought"));
    }

    @Test
    void aFlippedByteUnderTheOldTimeIsFoundInAnotherInodeAndByHashing() throws IOException {
        FilmRecord record = keep(CLIP, "bytes");
        Path film = store.film(record);
        FileTime time = Files.getLastModifiedTime(film);
        flip(film);
        Files.setLastModifiedTime(film, time);
        // The same inode under the same time is trusted: only hashing tells.
        assertThat(again().find(CLIP.key())).contains(record);
        assertThat(again().hash(record)).isPresent();

        Path copy = Files.copy(film, folder.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(copy, film, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(film, time);
        assertThat(again().find(CLIP.key())).isEmpty();
    }

    @Test
    void withoutWhatIsRememberedFilmsAreHashed() throws IOException {
        FilmRecord record = keep(CLIP, "bytes");
        Path hashed = store.files().hashed();
        String line = Files.readString(hashed);
        for (String damaged :
                List.of("", line.substring(0, 80), line.strip(), line.substring(0, 70) + line, "\u00e9\n")) {
            Files.writeString(hashed, damaged);
            assertThat(again().find(CLIP.key())).as(damaged).contains(record);
            assertThat(Files.readString(hashed)).startsWith(damaged).hasSizeGreaterThan(damaged.length());
        }
        flip(store.film(record));
        Files.delete(hashed);
        Files.createDirectory(hashed);
        assertThat(again().find(CLIP.key())).isEmpty();
        flip(store.film(record));
        assertThat(again().find(CLIP.key())).contains(record);
    }

    @Test
    void aDamagedRecordIsKeptWhenItsFilmIsBoughtAgain() throws IOException {
        FilmRecord first = keep(CLIP, "first");
        flip(store.film(first));
        FilmRecord second = keep(CLIP, "second");
        assertThat(store.find(CLIP.key())).contains(second);
        assertThat(store.film(first)).exists();
        try (var kept = Files.list(store.files().quarantine())) {
            assertThat(kept)
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readString(file)).contains(first.sha256()));
        }
    }

    @Test
    void aDamagedRecordIsNoHit() throws IOException {
        keep(CLIP, "bytes");
        Path record = store.files().record(CLIP.key());
        writable(record);
        Files.writeString(record, Files.readString(record).replace("\"bytes\"", "\"byt"));
        assertThat(store.find(CLIP.key())).isEmpty();
    }

    @Test
    void theFirstRecordOfAKeyStays() throws IOException {
        FilmRecord first = keep(CLIP, "first");
        keep(CLIP, "second");
        assertThat(store.find(CLIP.key())).contains(first);
        assertThat(store.film(first)).hasContent("first");
    }

    @Test
    void aFilmSetAsideIsKeptAndCanBeTaken() throws IOException {
        Path incoming = incoming("too short");
        FilmRecord record = TestRecords.of(CLIP, Digests.sha256(incoming), Files.size(incoming));
        store.setAside(incoming, record, "2.1 s, asked for 3");
        assertThat(store.find(CLIP.key())).isEmpty();
        assertThat(store.findAside(CLIP.key())).contains(record);
        assertThat(store.film(record)).hasContent("too short");

        assertThat(store.accept(CLIP.key())).isTrue();
        assertThat(store.find(CLIP.key())).contains(record);
        assertThat(store.findAside(CLIP.key())).isEmpty();
        assertThat(store.accept(CLIP.key())).isTrue();
        assertThat(store.accept(TestClips.clip("v", "y", 2, "q").key())).isFalse();
    }

    @Test
    void aFilmOfALaterAttemptIsNotReplacedByOneSetAside() throws IOException {
        Path incoming = incoming("too short");
        store.setAside(incoming, TestRecords.of(CLIP, Digests.sha256(incoming), Files.size(incoming)), "short");
        FilmRecord later = keep(CLIP, "as asked");
        assertThat(store.accept(CLIP.key())).isTrue();
        assertThat(store.find(CLIP.key())).contains(later);
    }

    @Test
    void aFilmSetAsideWithoutItsLedgerIsNoFreshStartEither() throws IOException {
        Path incoming = incoming("too short");
        store.setAside(incoming, TestRecords.of(CLIP, Digests.sha256(incoming), Files.size(incoming)), "short");
        assertThatThrownBy(() -> FilmStore.open(store.files())).hasMessageContaining("no ledger");
        Files.createFile(store.files().ledger());
        assertThatThrownBy(() -> FilmStore.open(store.files())).hasMessageContaining("no ledger");
        assertThat(StoreGround.isNew(store.files())).isTrue();
        assertThat(StoreGround.isBare(store.files())).isFalse();
    }

    @Test
    void filmsWithoutTheirLedgerAreNeverAFreshStart() throws IOException {
        keep(CLIP, "bytes");
        assertThatThrownBy(() -> FilmStore.open(store.files()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no ledger");
    }

    @Test
    void aFileInTheStoresPlaceIsSaidPlainly() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> FilmStore.open(new StoreFiles(file.resolve("realm"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("can't be opened");
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidPlainlyAndNothingIsLost() throws IOException {
        Path incoming = incoming("bytes");
        FilmRecord record = TestRecords.of(CLIP, Digests.sha256(incoming), Files.size(incoming));
        // Permissions don't stop root, a file in the folder's place stops everybody.
        Files.delete(store.files().films());
        Files.writeString(store.files().films(), "in the way");
        assertThatThrownBy(() -> store.keep(incoming, record))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("can't be stored");
        assertThat(incoming).hasContent("bytes");
        assertThat(store.find(CLIP.key())).isEmpty();
    }

    @Test
    void realmsAreHostsAndAllLoopbackIsOne() {
        assertThat(Realm.of(URI.create("https://api.shortapi.ai")).inManifest()).isNull();
        assertThat(Realm.of(URI.create("https://api.shortapi.ai:443/")).inManifest())
                .isNull();
        assertThat(Realm.of(URI.create("http://127.0.0.1:8080")))
                .isEqualTo(Realm.of(URI.create("http://localhost:9")))
                .isEqualTo(Realm.of(URI.create("http://[::1]:9")));
        assertThat(Realm.of(URI.create("https://gate.example:8443")).name()).isEqualTo("gate.example:8443");
        assertThat(Realm.of(URI.create("https://gate.example:8443")).folder()).isEqualTo("gate.example_8443");
        assertThat(Realm.ANIMATIC.free()).isTrue();
        assertThat(Realm.of(URI.create("https://animatic")).free()).isFalse();
        assertThat(Realm.of(URI.create("https://loopback"))).isNotEqualTo(Realm.of(URI.create("http://localhost")));
    }

    /** As another process sees it. */
    private FilmStore again() {
        return FilmStore.peek(store.files());
    }

    private static void flip(Path film) throws IOException {
        writable(film);
        try (RandomAccessFile bytes = new RandomAccessFile(film.toFile(), "rw")) {
            bytes.seek(2);
            int was = bytes.read();
            bytes.seek(2);
            bytes.write(was ^ 0x20);
        }
        // Two writes within one tick of the file system's clock would have one time.
        Files.setLastModifiedTime(
                film, FileTime.from(Files.getLastModifiedTime(film).toInstant().plusMillis(10)));
    }

    private FilmRecord keep(Clip clip, String bytes) throws IOException {
        Path incoming = incoming(bytes);
        FilmRecord record = TestRecords.of(clip, Digests.sha256(incoming), Files.size(incoming));
        store.keep(incoming, record);
        return record;
    }

    private Path incoming(String bytes) throws IOException {
        return Files.write(store.incoming(CLIP.key()), bytes.getBytes(StandardCharsets.UTF_8));
    }

    private static void writable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
