package dev.storyc.shared;

import static dev.storyc.shared.Places.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.storyc.shared.SharedPlaceException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class SharedFolderTest {
    private static final String INTENT = "jobs/" + "0c".repeat(32) + "/0001/intent";

    @TempDir
    Path folder;

    private SharedPlace open() {
        return Places.open(folder.resolve("team").toString(), Map.of(), Places.USUAL);
    }

    private Path file(String name) {
        return folder.resolve("team").resolve(Places.USUAL.folder()).resolve(name);
    }

    private static void refused(Runnable call, Kind kind, String words) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(SharedPlaceException.class, e -> {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
            assertThat(e).hasMessageContaining(words);
        });
    }

    @Test
    void things_go_in_and_come_out() throws IOException {
        Path film = Files.write(folder.resolve("film"), new byte[100_000]);
        Files.setPosixFilePermissions(film, PosixFilePermissions.fromString("r--r--r--"));
        try (SharedPlace place = open()) {
            assertThat(place.size(NAME)).isEmpty();
            assertThat(place.read(NAME, 10)).isEmpty();
            assertThat(place.fetch(NAME, folder.resolve("none"))).isFalse();
            assertThat(place.list("jobs")).isEmpty();
            place.put(NAME, film);
            assertThat(place.size(NAME)).hasValue(100_000);
            assertThat(place.fetch(NAME, folder.resolve("back"))).isTrue();
            assertThat(folder.resolve("back")).hasSameBinaryContentAs(film);
            assertThat(place.putNew(INTENT, Places.bytes("first"))).isTrue();
            assertThat(place.putNew(INTENT, Places.bytes("second"))).isFalse();
            place.put(INTENT, Places.bytes("third"));
            assertThat(place.read(INTENT, 10)).hasValue(Places.bytes("first"));
            assertThat(place.list("jobs")).containsExactly(INTENT);
            assertThat(place.list("jobs/" + "0c".repeat(32))).containsExactly(INTENT);
            assertThat(file("unfinished")).isEmptyDirectory();
            assertThat(new SharedProbe(place).refuses()).isEmpty();
            assertThat(place.list("probe")).isEmpty();
        }
    }

    @Test
    void half_a_film_is_put_again_and_a_whole_one_stays() throws IOException {
        Path film = Files.write(folder.resolve("film"), new byte[1000]);
        try (SharedPlace place = open()) {
            place.put(NAME, Places.bytes("half"));
            place.put(NAME, film);
            assertThat(file(NAME)).hasSameBinaryContentAs(film);
            Object inode = Files.getAttribute(file(NAME), "unix:ino");
            place.put(NAME, film);
            assertThat(Files.getAttribute(file(NAME), "unix:ino")).isEqualTo(inode);
        }
    }

    @Test
    void no_name_leads_out_of_it() {
        try (SharedPlace place = open()) {
            for (String name :
                    List.of("", "..", "../x", "a/../../x", "/etc/passwd", "a//b", "A", "a\\b", "a/", "a\nb", ".x")) {
                assertThatThrownBy(() -> place.read(name, 1)).as(name).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> place.putNew(name, new byte[1])).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void what_is_no_file_is_neither_followed_nor_waited_for() throws Exception {
        Files.createDirectories(file("cas"));
        Files.createSymbolicLink(file(NAME), Files.writeString(folder.resolve("secret"), "secret"));
        try (SharedPlace place = open()) {
            refused(() -> place.read(NAME, 10), Kind.DAMAGED, "is no file");
            refused(() -> place.fetch(NAME, folder.resolve("into")), Kind.DAMAGED, "is no file");
            Files.delete(file(NAME));
            assertThat(new ProcessBuilder("mkfifo", file(NAME).toString())
                            .start()
                            .waitFor())
                    .isZero();
            refused(() -> place.read(NAME, 10), Kind.DAMAGED, "is no file");
            assertThat(folder.resolve("into")).doesNotExist();
        }
    }

    @Test
    void a_larger_thing_than_there_can_be_is_damage() {
        try (SharedPlace place = open()) {
            place.put(NAME, new byte[11]);
            refused(() -> place.read(NAME, 10), Kind.DAMAGED, "larger than anything");
        }
    }

    @Test
    void a_disk_that_is_not_mounted_is_not_taken_for_an_empty_one() {
        try (SharedPlace place = Places.open(folder.resolve("mnt/studio/films").toString(), Map.of(), Places.USUAL)) {
            assertThat(place.read(NAME, 10)).isEmpty();
            refused(() -> place.put(NAME, new byte[1]), Kind.OTHER, "is its disk mounted?");
        }
        assertThat(folder.resolve("mnt")).doesNotExist();
    }

    @Test
    void what_a_killed_program_left_goes_after_a_day_and_nothing_else() throws IOException {
        Files.createDirectories(file("unfinished"));
        Path old = Files.writeString(file("unfinished").resolve("old"), "half");
        Path young = Files.writeString(file("unfinished").resolve("young"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        try (SharedPlace place = open()) {
            place.put(NAME, new byte[1]);
        }
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void the_age_of_a_thing_is_told_by_the_disks_own_clock() throws IOException {
        try (SharedPlace place = open()) {
            assertThat(place.age(NAME)).isEmpty();
            place.put(NAME, new byte[1]);
            Files.setLastModifiedTime(file(NAME), FileTime.from(Instant.now().minus(Duration.ofHours(2))));
            assertThat(place.age(NAME))
                    .hasValueSatisfying(
                            age -> assertThat(age).isBetween(Duration.ofMinutes(119), Duration.ofMinutes(125)));
            assertThat(file("unfinished")).isEmptyDirectory();
        }
    }

    @Test
    void rights_that_are_missing_are_said() throws Exception {
        assumeFalse(root(), "root may write everywhere: folders without rights were not tried");
        try (SharedPlace place = open()) {
            place.put(NAME, new byte[1]);
            Files.setPosixFilePermissions(file("cas"), PosixFilePermissions.fromString("---------"));
            refused(() -> place.read(NAME, 10), Kind.FORBIDDEN, "permission denied");
            Files.setPosixFilePermissions(file("cas"), PosixFilePermissions.fromString("r-xr-xr-x"));
            refused(() -> place.put("cas/" + "0d".repeat(32), new byte[1]), Kind.FORBIDDEN, "permission denied");
        } finally {
            Files.setPosixFilePermissions(file("cas"), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void a_full_disk_is_said_and_nothing_is_left() throws Exception {
        Path small = folder.resolve("small");
        Files.createDirectories(small);
        assumeTrue(
                root() && mount("-t", "tmpfs", "-o", "size=256k", "tmpfs", small.toString()) == 0,
                "no small disk can be mounted here: a full one was not tried");
        try (SharedPlace place = Places.open(small.resolve("team").toString(), Map.of(), Places.USUAL)) {
            Path film = Files.write(folder.resolve("film"), new byte[1_000_000]);
            refused(() -> place.put(NAME, film), Kind.FULL, "No space left");
            assertThat(place.size(NAME)).isEmpty();
            try (Stream<Path> left = Files.list(small.resolve("team/api.shortapi.ai/unfinished"))) {
                assertThat(left).isEmpty();
            }
            // This machine's own full disk is another matter.
            place.put(NAME, new byte[100_000]);
            assertThatThrownBy(() -> place.fetch(NAME, small.resolve("film-1").resolve("not-there")))
                    .isInstanceOf(UncheckedIOException.class);
        } finally {
            new ProcessBuilder("umount", small.toString()).start().waitFor();
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int mount(String... arguments) throws Exception {
        return new ProcessBuilder(
                        Stream.concat(Stream.of("mount"), Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
