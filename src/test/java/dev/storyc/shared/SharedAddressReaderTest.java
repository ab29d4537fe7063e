package dev.storyc.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class SharedAddressReaderTest {
    private static final Path ROOT = Path.of("/work space");
    private static final Path HOME = Path.of("/home/ann");
    private static final String PASSWORD = "pass-0123456789";

    private final Map<String, String> environment = new HashMap<>();

    private static SharedWish wish(String text) {
        return new SharedWish(
                "`shared_store` in storyc.yaml", text, true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private SharedAddress read(SharedWish wish) {
        return new SharedAddressReader(environment, ROOT, HOME).read(wish);
    }

    private SharedAddress file(String text) {
        return read(wish(text));
    }

    private SharedAddress stated(String text) {
        return read(SharedWish.ofEnvironment("STORYC_SHARED_STORE", text));
    }

    private void loggedIn() {
        environment.put(SharedAddressReader.USER, "studio");
        environment.put(SharedAddressReader.PASSWORD, PASSWORD);
    }

    @Test
    void a_folder_counts_from_the_workspace_the_home_or_the_root() {
        assertThat(file("team/films")).isEqualTo(new SharedAddress.Folder(ROOT.resolve("team/films")));
        assertThat(file("../films")).isEqualTo(new SharedAddress.Folder(Path.of("/films")));
        assertThat(file("~/films")).isEqualTo(new SharedAddress.Folder(HOME.resolve("films")));
        assertThat(file("~")).isEqualTo(new SharedAddress.Folder(HOME));
        assertThat(file("/mnt/team")).isEqualTo(new SharedAddress.Folder(Path.of("/mnt/team")));
        assertThat(file("/mnt/team").distrust()).isEmpty();
    }

    @Test
    void a_bucket_has_a_prefix_and_options() {
        SharedAddress.Bucket bucket = (SharedAddress.Bucket)
                stated("s3://films/team/one/?endpoint=https://minio.example:9000/&region=eu-1&path_style=false");
        assertThat(bucket.bucket()).isEqualTo("films");
        assertThat(bucket.prefix()).isEqualTo("team/one");
        assertThat(bucket.endpoint()).hasValue(URI.create("https://minio.example:9000"));
        assertThat(bucket.region()).hasValue("eu-1");
        assertThat(bucket.pathStyle()).isFalse();
        assertThat(bucket.distrust()).isEmpty();
        assertThat(bucket.name()).isEqualTo("s3://films/team/one at https://minio.example:9000");
    }

    @Test
    void elsewhere_than_at_aws_the_bucket_stands_in_the_path_unless_said_otherwise() {
        assertThat(((SharedAddress.Bucket) stated("s3://films")).pathStyle()).isFalse();
        environment.put("AWS_ENDPOINT_URL_S3", "https://minio.example");
        environment.put("AWS_REGION", "auto");
        SharedAddress.Bucket bucket = (SharedAddress.Bucket) stated("s3://films");
        assertThat(bucket.pathStyle()).isTrue();
        assertThat(bucket.endpoint()).hasValue(URI.create("https://minio.example"));
        assertThat(bucket.region()).hasValue("auto");
    }

    @Test
    void what_the_file_says_beside_the_address_counts_for_a_bucket() {
        SharedAddress.Bucket bucket = (SharedAddress.Bucket) read(new SharedWish(
                "`shared_store` in storyc.yaml",
                "s3://films",
                true,
                Optional.of("https://minio.example"),
                Optional.of("auto"),
                Optional.of("false")));
        assertThat(bucket.endpoint()).hasValue(URI.create("https://minio.example"));
        assertThat(bucket.region()).hasValue("auto");
        assertThat(bucket.pathStyle()).isFalse();
    }

    @Test
    void a_bucket_of_a_file_is_trusted_by_its_name_and_an_endpoint_of_a_file_by_its_host() {
        assertThat(file("s3://films/x").distrust())
                .hasValueSatisfying(words -> assertThat(words)
                        .contains("`shared_store` in storyc.yaml is s3://films/x", "set STORYC_TRUSTED_HOSTS=films"));
        environment.put(SharedAddressReader.TRUSTED, "cache.example, films");
        assertThat(file("s3://films/x").distrust()).isEmpty();
        String elsewhere = "s3://films/x?endpoint=https://evil.example";
        assertThat(file(elsewhere).distrust())
                .hasValueSatisfying(words -> assertThat(words).endsWith("set STORYC_TRUSTED_HOSTS=evil.example"));
        environment.put(SharedAddressReader.TRUSTED, "films,EVIL.example");
        assertThat(file(elsewhere).distrust()).isEmpty();
    }

    @Test
    void an_address_of_a_file_gets_credentials_only_if_its_host_is_listed() {
        assertThat(file("https://cache.example/films").distrust())
                .as("without credentials there are none to lose")
                .isEmpty();
        loggedIn();
        assertThat(file("https://cache.example/films").distrust())
                .hasValueSatisfying(words -> assertThat(words)
                        .endsWith("set STORYC_TRUSTED_HOSTS=cache.example")
                        .doesNotContain(PASSWORD));
        assertThat(file("http://127.0.0.1:8080").distrust())
                .as("any program may listen there")
                .isPresent();
        assertThat(stated("https://cache.example/films").distrust()).isEmpty();
        environment.put(SharedAddressReader.TRUSTED, "127.0.0.1:8080 cache.example");
        assertThat(file("https://cache.example/films").distrust()).isEmpty();
        assertThat(file("http://127.0.0.1:8080").distrust()).isEmpty();
        assertThat(file("http://127.0.0.1:8081").distrust()).isPresent();
        assertThat(file("https://cache.example.evil.example/films").distrust()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gs://films/x",
                "s3:/films",
                "s3://fi",
                "s3://films/../x",
                "s3://films/a//b",
                "s3://films?endpoint=http://minio.example",
                "s3://films?endpoint=minio",
                "s3://films?endpoint",
                "s3://films?key=pass-0123456789",
                "s3://films?region=Über",
                "s3://films?path_style=maybe",
                "s3://id:pass-0123456789@films",
                "http://cache.example/films",
                "https://ann:pass-0123456789@cache.example/films",
                "https:///films",
                "https://cache.example/films?x=1",
                "https://cache example/films",
                "http://127.0.0.1.evil.example/"
            })
    void what_cannot_be_followed_is_told_without_what_may_be_secret(String text) {
        assertThatThrownBy(() -> stated(text))
                .isInstanceOf(SharedAddressException.class)
                .hasMessageContaining("STORYC_SHARED_STORE")
                .message()
                .doesNotContain(PASSWORD);
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        environment.put("AWS_ACCESS_KEY_ID", "id");
        assertThatThrownBy(() -> stated("s3://x?region=A&endpoint=http://minio.example&path_style=2"))
                .hasMessageContainingAll(
                        "bucket `x`", "region `A`", "plain http", "path style", "AWS_SECRET_ACCESS_KEY")
                .message()
                .hasLineCount(5);
        environment.put(SharedAddressReader.TOKEN, "a b");
        environment.put(SharedAddressReader.USER, "ann");
        assertThatThrownBy(() -> stated("https://cache.example")).hasMessageContaining("not both");
        environment.remove(SharedAddressReader.TOKEN);
        assertThatThrownBy(() -> stated("https://cache.example"))
                .hasMessage("STORYC_SHARED_STORE_USER is set without STORYC_SHARED_STORE_PASSWORD");
    }

    @Test
    void what_is_for_buckets_alone_is_told_elsewhere() {
        for (String text : List.of("https://cache.example", "films")) {
            assertThatThrownBy(() -> read(new SharedWish(
                            "`shared_store` in storyc.yaml",
                            text,
                            true,
                            Optional.of("https://minio.example"),
                            Optional.empty(),
                            Optional.empty())))
                    .hasMessage(
                            "`shared_store_endpoint` in storyc.yaml is for s3://bucket/prefix, and `shared_store` in"
                                    + " storyc.yaml is none");
        }
    }

    @Test
    void no_secret_is_printed_with_an_address() {
        loggedIn();
        environment.put("AWS_ACCESS_KEY_ID", "id-0123456789");
        environment.put("AWS_SECRET_ACCESS_KEY", PASSWORD);
        environment.put("AWS_SESSION_TOKEN", "session-0123456789");
        for (String text : List.of("s3://films", "https://cache.example")) {
            assertThat(stated(text).toString())
                    .doesNotContain(PASSWORD, "id-0123456789", "session-0123456789", "Basic");
        }
    }
}
