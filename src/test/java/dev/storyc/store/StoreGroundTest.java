package dev.storyc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class StoreGroundTest {
    @TempDir
    Path folder;

    @Test
    void anAbsentAnEmptyAndABarelyBegunFolderTakeAStore() throws IOException {
        StoreFiles files = new StoreFiles(folder.resolve("a/realm"));
        assertThat(StoreGround.isNew(files)).isTrue();
        FilmStore.open(files);
        Files.writeString(files.owners().resolve("somebody.lock"), "");
        Files.writeString(files.root().resolve(".DS_Store"), "x");
        assertThat(StoreGround.isBare(files)).isTrue();
        assertThatCode(() -> FilmStore.open(files)).doesNotThrowAnyException();
    }

    @Test
    void aFolderOfOtherThingsTakesNone() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("letter.txt"), "dear");
        assertThatThrownBy(() -> FilmStore.open(new StoreFiles(home)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("letter.txt")
                .hasMessageContaining("STORYC_HOME");
        assertThat(home).isDirectoryNotContaining(path -> path.endsWith("owners"));
        assertThatThrownBy(() -> StoreGround.refuseForeign(new StoreFiles(home.resolve("realm"))))
                .hasMessageContaining("letter.txt");
    }

    @Test
    void aFolderOfStoresMayHoldOthersBeside() throws IOException {
        FilmStore.open(new StoreFiles(folder.resolve("stores/loopback")));
        Files.writeString(folder.resolve("stores/notes.txt"), "x");
        assertThatCode(() -> StoreGround.refuseForeign(new StoreFiles(folder.resolve("stores/realm"))))
                .doesNotThrowAnyException();
        assertThatCode(() -> StoreGround.refuseForeign(new StoreFiles(folder.resolve("absent/realm"))))
                .doesNotThrowAnyException();
    }

    @Test
    void aLogWithoutItsLedgerIsNoFreshStart() throws IOException {
        StoreFiles files = new StoreFiles(folder.resolve("realm"));
        FilmStore.open(files);
        Files.writeString(files.root().resolve("ledger.db-wal"), "what was paid");
        assertThatThrownBy(() -> FilmStore.open(files)).hasMessageContaining("ledger.db-wal");
        Files.writeString(files.ledger(), "a ledger");
        assertThat(StoreGround.isBare(files)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afpfs", "webdav", "ceph", "9p-nfs"})
    void networksAreKnownByTheirTypes(String type) {
        assertThat(StoreGround.isNetwork(type)).isEqualTo(!type.startsWith("9p"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "hfs", "NTFS", "fuseblk"})
    void disksOfThisMachineAreNotRefused(String type) {
        assertThatCode(() -> StoreGround.refuseNetwork(folder, type)).doesNotThrowAnyException();
    }

    @Test
    void aNetworkDiskSaysWhyAndWhatToDo() {
        assertThatThrownBy(() -> StoreGround.refuseNetwork(folder, "nfs4"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("network file system (nfs4)")
                .hasMessageContaining("STORYC_HOME");
    }
}
