package dev.storyc.shared;

import static dev.storyc.shared.Places.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.shared.SharedPlaceException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against nginx with WebDAV, which is one of the ways in which people keep a cache for Bazel. */
class WebPlaceTest {
    private static final String RECORD = "ac/" + "0c".repeat(32);

    @TempDir
    static Path server;

    @TempDir
    Path folder;

    private static NginxCache nginx;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        nginx = NginxCache.start(server);
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    private static SharedPlace open(String name, Map<String, String> environment) {
        return Places.open(nginx.address(name), environment, Places.USUAL);
    }

    private static SharedPlace open(String name) {
        return open(name, Map.of());
    }

    private static void refused(Runnable call, Kind kind, String words) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(SharedPlaceException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e).hasMessageContaining(words).hasMessageContaining("127.0.0.1");
        });
    }

    @Test
    void films_and_records_go_in_and_come_out_under_the_names_that_bazel_uses() throws Exception {
        Path film = Files.write(folder.resolve("film"), new byte[3_000_000]);
        try (SharedPlace place = open("open")) {
            assertThat(place.size(NAME)).isEmpty();
            assertThat(place.read(RECORD, 100)).isEmpty();
            assertThat(place.fetch(NAME, folder.resolve("none"))).isFalse();
            assertThat(folder.resolve("none")).doesNotExist();
            place.put(NAME, film);
            place.put(RECORD, Places.bytes("a record\n"));
            assertThat(nginx.file("open/" + NAME)).hasSameBinaryContentAs(film);
            assertThat(nginx.file("open/" + RECORD)).hasContent("a record\n");
            assertThat(place.size(NAME)).hasValue(3_000_000);
            assertThat(place.read(RECORD, 100)).hasValue(Places.bytes("a record\n"));
            assertThat(place.fetch(NAME, folder.resolve("back"))).isTrue();
            assertThat(folder.resolve("back")).hasSameBinaryContentAs(film);
            place.put(RECORD, Places.bytes("another\n"));
            assertThat(place.read(RECORD, 100)).as("what is there stays").hasValue(Places.bytes("a record\n"));
        }
    }

    @Test
    void half_a_film_is_put_again() throws Exception {
        String name = "cas/" + "0d".repeat(32);
        Path film = Files.write(folder.resolve("film"), new byte[5000]);
        Files.createDirectories(nginx.file("open/cas"));
        Files.write(nginx.file("open/" + name), new byte[100]);
        try (SharedPlace place = open("open")) {
            place.put(name, film);
        }
        assertThat(nginx.file("open/" + name)).hasSameBinaryContentAs(film);
    }

    @Test
    void another_realms_record_has_a_name_of_its_own_and_its_film_the_same() throws Exception {
        String hashed = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest((Places.OTHER.name() + "\n" + RECORD.substring(3)).getBytes(StandardCharsets.UTF_8)));
        try (SharedPlace place = Places.open(nginx.address("open/team/"), Map.of(), Places.OTHER)) {
            place.put(RECORD, Places.bytes("elsewhere\n"));
            place.put(NAME, Places.bytes("film"));
            assertThat(place.read(RECORD, 100)).hasValue(Places.bytes("elsewhere\n"));
        }
        assertThat(nginx.file("open/team/ac/" + hashed)).hasContent("elsewhere\n");
        assertThat(nginx.file("open/team/" + NAME)).hasContent("film");
    }

    @Test
    void nothing_told_by_204_is_nothing() {
        try (SharedPlace place = open("empty")) {
            assertThat(place.size(NAME)).isEmpty();
            assertThat(place.read(RECORD, 100)).isEmpty();
            assertThat(place.fetch(NAME, folder.resolve("none"))).isFalse();
            place.put(RECORD, Places.bytes("a record\n"));
            assertThat(place.read(RECORD, 100)).hasValue(Places.bytes("a record\n"));
        }
    }

    @Test
    void a_user_with_a_password_gets_in_and_others_are_told_what_to_set() {
        Map<String, String> right =
                Map.of(SharedAddressReader.USER, NginxCache.USER, SharedAddressReader.PASSWORD, NginxCache.PASSWORD);
        try (SharedPlace place = open("basic", right)) {
            place.put(RECORD, Places.bytes("a record\n"));
            assertThat(place.read(RECORD, 100)).isPresent();
        }
        Map<String, String> wrong =
                Map.of(SharedAddressReader.USER, NginxCache.USER, SharedAddressReader.PASSWORD, "wrong-0123456789");
        for (Map<String, String> environment : Arrays.asList(wrong, Map.<String, String>of())) {
            try (SharedPlace place = open("basic", environment)) {
                refused(() -> place.read(RECORD, 100), Kind.FORBIDDEN, "STORYC_SHARED_STORE_PASSWORD");
                refused(() -> place.put(NAME, Places.bytes("x")), Kind.FORBIDDEN, "(401)");
            }
        }
    }

    @Test
    void a_token_gets_in() {
        try (SharedPlace place = open("token", Map.of(SharedAddressReader.TOKEN, NginxCache.TOKEN))) {
            place.put(RECORD, Places.bytes("a record\n"));
            assertThat(place.read(RECORD, 100)).isPresent();
        }
        try (SharedPlace place = open("token", Map.of(SharedAddressReader.TOKEN, "another-0123456789"))) {
            refused(() -> place.read(RECORD, 100), Kind.FORBIDDEN, "other credentials");
        }
    }

    @Test
    void what_is_full_forbidden_or_elsewhere_is_said_so() {
        try (SharedPlace place = open("small")) {
            refused(() -> place.put(NAME, Places.bytes("x".repeat(5000))), Kind.FULL, "(413)");
        }
        try (SharedPlace place = open("fixed")) {
            assertThat(place.size(NAME)).isEmpty();
            refused(() -> place.put(NAME, Places.bytes("x")), Kind.FORBIDDEN, "takes no PUT (405)");
        }
        try (SharedPlace place = open("closed")) {
            refused(() -> place.read(RECORD, 100), Kind.FORBIDDEN, "may not be read (403)");
        }
        try (SharedPlace place = open("moved")) {
            refused(() -> place.read(RECORD, 100), Kind.OTHER, "leads elsewhere, to 127.0.0.1");
        }
    }

    @Test
    void nothing_can_be_won_here_and_only_hashes_are_names() {
        try (SharedPlace place = open("open")) {
            assertThat(place.conditional()).isFalse();
            assertThat(new SharedProbe(place).refuses())
                    .hasValueSatisfying(words -> assertThat(words).contains("no conditional writes"));
            assertThatThrownBy(() -> place.putNew(RECORD, Places.bytes("x")))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> place.list("jobs")).isInstanceOf(UnsupportedOperationException.class);
            for (String name : new String[] {"jobs/" + "0c".repeat(32) + "/0001/intent", "ac/../x", "cas/0B"}) {
                assertThatThrownBy(() -> place.read(name, 1)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
