package dev.storyc.shared;

import static dev.storyc.shared.Places.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.JavaProcess;
import dev.storyc.shared.SharedPlaceException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against s3proxy, in a process of its own. */
class S3PlaceTest {
    private static final String RECORD = "ac/" + "0c".repeat(32);

    @TempDir
    static Path server;

    @TempDir
    Path folder;

    private static S3Proxy s3;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        s3 = S3Proxy.start(server, "films", "more-films");
    }

    @AfterAll
    static void stop() {
        s3.close();
    }

    private static void refused(Runnable call, Kind kind, String... words) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(SharedPlaceException.class, e -> {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
            assertThat(e.getMessage()).contains(words).doesNotContain(S3Proxy.SECRET);
        });
    }

    @Test
    void films_and_records_go_in_and_come_out() throws IOException {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Path film = Files.write(folder.resolve("film"), bytes);
        try (SharedPlace place = s3.open("films/team/one")) {
            assertThat(place.conditional()).isTrue();
            assertThat(place.size(NAME)).isEmpty();
            assertThat(place.read(RECORD, 10)).isEmpty();
            assertThat(place.fetch(NAME, folder.resolve("none"))).isFalse();
            assertThat(folder.resolve("none")).doesNotExist();
            place.put(NAME, film);
            assertThat(place.size(NAME)).hasValue(bytes.length);
            assertThat(place.fetch(NAME, folder.resolve("back"))).isTrue();
            assertThat(folder.resolve("back")).hasBinaryContent(bytes);
            place.put(RECORD, Places.bytes("first\n"));
            place.put(RECORD, Places.bytes("second\n"));
            assertThat(place.putNew(RECORD, Places.bytes("third\n"))).isFalse();
            assertThat(place.read(RECORD, 100)).hasValue(Places.bytes("first\n"));
            refused(() -> place.read(RECORD, 3), Kind.DAMAGED, "larger than anything");
            assertThat(place.list("ac")).containsExactly(RECORD);
            assertThat(place.age(RECORD))
                    .hasValueSatisfying(age -> assertThat(age).isBetween(Duration.ZERO, Duration.ofMinutes(2)));
            assertThat(place.age("ac/none")).isEmpty();
            assertThat(place.list("a")).isEmpty();
            assertThat(s3.files("films").resolve("team/one/api.shortapi.ai").resolve(NAME))
                    .hasBinaryContent(bytes);
        }
    }

    @Test
    void half_a_film_is_put_again() throws IOException {
        Path film = Files.write(folder.resolve("film"), new byte[5000]);
        try (SharedPlace place = s3.open("films/half")) {
            place.put(NAME, Places.bytes("half"));
            place.put(NAME, film);
            assertThat(place.size(NAME)).hasValue(5000);
        }
    }

    @Test
    void realms_and_prefixes_do_not_meet() {
        try (SharedPlace one = s3.open("more-films");
                SharedPlace other = Places.open(s3.address("more-films"), s3.environment(), Places.OTHER);
                SharedPlace below = s3.open("more-films/api.shortapi.ai")) {
            one.put(RECORD, Places.bytes("one\n"));
            assertThat(other.read(RECORD, 10)).isEmpty();
            assertThat(below.read(RECORD, 10)).isEmpty();
            assertThat(other.list("ac")).isEmpty();
        }
    }

    @Test
    void the_probe_finds_that_one_wins_and_leaves_nothing() {
        try (SharedPlace place = s3.open("films/probed")) {
            assertThat(new SharedProbe(place).refuses()).isEmpty();
            assertThat(place.list("probe")).isEmpty();
        }
    }

    @Test
    void wrong_credentials_and_wrong_buckets_are_said_in_words() {
        Map<String, String> wrong = new HashMap<>(s3.environment());
        wrong.put("AWS_SECRET_ACCESS_KEY", "another-secret-0123456789");
        try (SharedPlace place = s3.open("films", wrong)) {
            refused(() -> place.read(RECORD, 10), Kind.FORBIDDEN, "credentials are not taken", "SignatureDoesNotMatch");
            refused(() -> place.putNew(RECORD, new byte[1]), Kind.FORBIDDEN, "credentials are not taken");
            refused(() -> place.size(RECORD), Kind.FORBIDDEN, "not allowed (403)");
        }
        try (SharedPlace place = s3.open("no-such-films")) {
            refused(() -> place.read(RECORD, 10), Kind.OTHER, "no such bucket", "s3://no-such-films");
            refused(() -> place.putNew(RECORD, new byte[1]), Kind.OTHER, "no such bucket");
            refused(() -> place.list("jobs"), Kind.OTHER, "no such bucket");
        }
    }

    @Test
    void a_full_disk_here_is_not_the_stores_fault() {
        try (SharedPlace place = s3.open("films/local")) {
            place.put(NAME, Places.bytes("film"));
            assertThatThrownBy(() -> place.fetch(NAME, folder.resolve("no-such-folder/film")))
                    .isInstanceOf(UncheckedIOException.class);
            assertThatThrownBy(() -> place.put(NAME, folder.resolve("no-such-file")))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void credentials_and_region_come_from_awss_own_files_too_and_without_any_it_says_so() throws Exception {
        Path aws = Files.createDirectories(folder.resolve(".aws"));
        Files.writeString(aws.resolve("credentials"), """
                [studio]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """.formatted(S3Proxy.USER, S3Proxy.SECRET));
        Files.writeString(aws.resolve("config"), "[profile studio]\nregion = eu-central-1\n");
        String address = s3.address("films/profile");
        assertThat(writing(address, "studio")).isEqualTo("ready\nwon " + Racer.name(0) + "\n");
        assertThat(writing(address, "")).contains("FORBIDDEN", "there are no credentials for it");
        assertThat(writing("s3://films", "")).contains("OTHER", "no region is known");
    }

    /** What a process says, libraries included, that has nothing but a home and perhaps a profile. */
    private String writing(String address, String profile) throws IOException, InterruptedException {
        ProcessBuilder builder = JavaProcess.of(Racer.class.getName(), List.of(), address, "0", "1", "1");
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        if (!profile.isEmpty()) {
            builder.environment().put("AWS_PROFILE", profile);
        }
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void a_store_that_loses_its_power_and_comes_back_is_told_and_used_again() throws Exception {
        try (S3Proxy own = S3Proxy.start(folder, "films");
                SharedPlace place = own.open("films")) {
            place.put(RECORD, Places.bytes("first\n"));
            own.stop();
            long start = System.nanoTime();
            refused(() -> place.read(RECORD, 10), Kind.UNREACHABLE, "nobody answers there");
            refused(() -> place.putNew(RECORD, new byte[1]), Kind.UNREACHABLE, "nobody answers there");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            own.again();
            assertThat(place.read(RECORD, 10)).hasValue(Places.bytes("first\n"));
            assertThat(place.putNew(RECORD, new byte[1])).isFalse();
        }
    }

    @Test
    void a_store_that_hangs_is_given_up_reading_and_writing() throws Exception {
        Path film = Files.write(folder.resolve("large"), new byte[40_000_000]);
        try (S3Proxy own = S3Proxy.start(folder, "films");
                SharedPlace place = own.open("films")) {
            place.put(RECORD, Places.bytes("first\n"));
            signal(own, "-STOP");
            long start = System.nanoTime();
            List<CompletableFuture<Void>> both = List.of(
                    CompletableFuture.runAsync(
                            () -> refused(() -> place.read(RECORD, 10), Kind.UNREACHABLE, "no answer in time")),
                    CompletableFuture.runAsync(
                            () -> refused(() -> place.put(NAME, film), Kind.UNREACHABLE, "no answer in time")));
            for (CompletableFuture<Void> one : both) {
                one.get(120, TimeUnit.SECONDS);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
            signal(own, "-CONT");
            assertThat(place.read(RECORD, 10)).hasValue(Places.bytes("first\n"));
        }
    }

    private static void signal(S3Proxy proxy, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, "" + proxy.pid()).start().waitFor())
                .isZero();
    }
}
