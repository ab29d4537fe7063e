package dev.storyc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.manifest.TestRecords;
import dev.storyc.store.OutputFolder.Placed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    @TempDir
    Path folder;

    private FilmStore store;
    private Path out;

    @BeforeEach
    void open() {
        store = FilmStore.open(new StoreFiles(folder.resolve("store")));
        out = folder.resolve("out/board");
    }

    @Test
    void filmsAreLinkedAndASecondTimeNothingChanges() throws IOException {
        ManifestRow a = row("lisbon", "arrival", 1, "one");
        ManifestRow b = row("osaka", "arrival", 1, "two");
        Placed placed = links().place(List.of(a, b));
        assertThat(placed.written()).containsExactly("lisbon/01-arrival.mp4", "osaka/01-arrival.mp4");
        assertThat(out.resolve("lisbon/01-arrival.mp4")).hasContent("one");
        assertThat(Files.isSameFile(out.resolve("lisbon/01-arrival.mp4"), store.film(a.film())))
                .isTrue();
        assertThat(links().place(List.of(a, b))).isEqualTo(new Placed(List.of(), List.of(), List.of()));
    }

    @Test
    void copiesAreMadeWhereAskedFor() throws IOException {
        ManifestRow a = row("lisbon", "arrival", 1, "one");
        OutputFolder copies = new OutputFolder(out, store, true);
        copies.place(List.of(a));
        assertThat(out.resolve(a.file())).hasContent("one");
        assertThat(Files.isSameFile(out.resolve(a.file()), store.film(a.film())))
                .isFalse();
        assertThat(copies.place(List.of(a)).written()).isEmpty();
        assertThat(links().place(List.of(a)).written()).isEmpty();
    }

    @Test
    void aCopyReadsEveryByteAndRefusesAFilmThatIsNotWhole() throws IOException {
        ManifestRow a = row("lisbon", "arrival", 1, "one");
        Path film = store.film(a.film());
        FileTime time = Files.getLastModifiedTime(film);
        Files.setPosixFilePermissions(film, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(film, "0ne");
        Files.setLastModifiedTime(film, time);
        OutputFolder copies = new OutputFolder(out, store, true);
        assertThatThrownBy(() -> copies.place(List.of(a)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not those that were bought");
        assertThat(out.resolve("lisbon")).isEmptyDirectory();
    }

    @Test
    void whatIsNoLongerCurrentGoesAndOtherFilesStay() throws IOException {
        ManifestRow a = row("lisbon", "arrival", 1, "one");
        ManifestRow b = row("osaka", "arrival", 1, "two");
        links().place(List.of(a, b));
        Path mine = Files.writeString(out.resolve("lisbon/notes.txt"), "mine");
        Placed placed = links().place(List.of(a));
        assertThat(placed.removed()).containsExactly("osaka/01-arrival.mp4");
        assertThat(out.resolve("osaka")).doesNotExist();
        assertThat(out.resolve(a.file())).exists();
        assertThat(mine).hasContent("mine");
        assertThat(store.film(b.film())).hasContent("two");
    }

    @Test
    void aFileSomebodyElsePutThereIsKept() throws IOException {
        ManifestRow a = row("lisbon", "arrival", 1, "one");
        Files.createDirectories(out.resolve("lisbon"));
        Files.writeString(out.resolve(a.file()), "graded by hand");
        Placed placed = links().place(List.of(a));
        assertThat(placed.notes()).hasSize(1);
        assertThat(out.resolve(a.file())).hasContent("one");
        assertThat(out.resolve("lisbon/01-arrival.mp4.kept")).hasContent("graded by hand");

        Files.delete(out.resolve(a.file()));
        Files.writeString(out.resolve(a.file()), "graded again");
        assertThat(links().place(List.of()).removed()).isEmpty();
        assertThat(out.resolve(a.file())).hasContent("graded again");
    }

    @Test
    void aChangedFilmReplacesTheOldOne() throws IOException {
        links().place(List.of(row("lisbon", "arrival", 1, "one")));
        Placed placed = links().place(List.of(row("lisbon", "arrival", 1, "other")));
        assertThat(placed.written()).containsExactly("lisbon/01-arrival.mp4");
        assertThat(placed.notes()).isEmpty();
        assertThat(out.resolve("lisbon/01-arrival.mp4")).hasContent("other");
    }

    @Test
    void aListThatLeadsOutIsNotFollowed() throws IOException {
        Path outside = Files.writeString(folder.resolve("precious"), "x");
        Files.createDirectories(out);
        Files.writeString(out.resolve(".storyc-files"), Digests.sha256(outside) + " ../../precious\n");
        links().place(List.of());
        assertThat(outside).exists();
    }

    @Test
    void aLinkInTheFolderThatLeadsOutIsNotFollowed() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path outside = Files.writeString(home.resolve("precious"), "x");
        Files.createDirectories(out);
        Files.createSymbolicLink(out.resolve("lisbon"), home);
        Files.writeString(out.resolve(".storyc-files"), Digests.sha256(outside) + " lisbon/precious\n");
        assertThat(links().place(List.of()).removed()).isEmpty();
        assertThat(outside).exists();
    }

    @Test
    void aFolderNamedByDotsIsClearedToo() throws IOException {
        out = folder.resolve("store/../out/board");
        ManifestRow a = row("lisbon", "arrival", 1, "one");
        links().place(List.of(a));
        assertThat(links().place(List.of()).removed()).containsExactly(a.file());
        assertThat(out.resolve("lisbon")).doesNotExist();
    }

    @Test
    void namesTellPlaceAndTake() {
        assertThat(OutputFolder.name("lisbon", 3, "endcard", 2, true)).isEqualTo("lisbon/03-endcard.mp4");
        assertThat(OutputFolder.name("lisbon", 113, "a.1", 2, false)).isEqualTo("lisbon/113-a.1.take-2.mp4");
    }

    private OutputFolder links() {
        return new OutputFolder(out, store, false);
    }

    private ManifestRow row(String variant, String id, int number, String bytes) throws IOException {
        Clip clip = TestClips.clip(variant, id, number, bytes);
        Path incoming = Files.writeString(store.incoming(clip.key()), bytes);
        FilmRecord record = TestRecords.of(clip, Digests.sha256(incoming), Files.size(incoming));
        store.keep(incoming, record);
        return new ManifestRow(
                new Place("board", variant, id, 1), record, OutputFolder.name(variant, number, id, 1, true));
    }
}
