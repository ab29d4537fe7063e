package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What storyc.yaml and the environment say of a shared store, before anything is sent. */
@Tag("fast")
class SharedStoreSettingsTest {
    private static final String PASSWORD = "pass-0123456789";

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void sit() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/one.yaml", """
                version: 1
                scenes: [ { id: card, duration: 5, prompt: A lamp on a table } ]
                """);
    }

    private void refused(String settings, String... words) throws IOException {
        desk.write("storyc.yaml", settings);
        assertThat(desk.run("plan")).as(settings).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains(words).doesNotContain("Exception", PASSWORD);
    }

    @Test
    void mistakes_are_told_all_at_once_and_by_every_command_that_would_look_there() throws IOException {
        refused("shared_store: gs://films\n", "`shared_store` in storyc.yaml is of the kind `gs://`");
        refused("""
                shared_store: s3://x
                shared_store_endpoint: http://minio.example
                shared_store_path_style: perhaps
                """, "bucket `x`", "`shared_store_endpoint` in storyc.yaml is plain http", "true or false");
        refused("shared_store: https://ann:" + PASSWORD + "@cache.example\n", "holds a name and a password");
        refused("trusted_keys: [nobody]\n", "`trusted_keys` in storyc.yaml: `nobody` is no public key");
        desk.write("storyc.yaml", "");
        desk.environment.put("STORYC_SHARED_STORE", "ftp://films");
        assertThat(desk.run("plan")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("STORYC_SHARED_STORE is of the kind `ftp://`");
        assertThat(desk.run("check")).as("which looks into no store").isZero();
    }

    @Test
    void a_signing_key_is_made_for_its_owner_alone_and_never_over_another() throws IOException {
        assertThat(desk.run("store", "keygen", "-o", "signing.key")).isZero();
        String line = desk.out.strip();
        assertThat(line).matches("ed25519:[A-Za-z0-9+/]{43}=");
        assertThat(desk.err).contains("trusted_keys: [\"" + line + "\"]", "STORYC_SIGNING_KEY_FILE=");
        Path file = desk.folder.resolve("signing.key");
        String written = Files.readString(file);
        assertThat(written).contains("public " + line, "PRIVATE KEY");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(desk.run("store", "keygen", "-o", "signing.key")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("is there already").doesNotContain("Exception");
        assertThat(file).hasContent(written);
        assertThat(desk.run("store", "keygen", "-o", "nowhere/signing.key")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("is not there").doesNotContain("Exception");
        assertThat(desk.everything)
                .doesNotContain(written.lines()
                        .filter(l -> l.startsWith("MC4"))
                        .findFirst()
                        .orElseThrow());
        refusedNothing("trusted_keys: [\"" + line + "\"]\n");
    }

    private void refusedNothing(String settings) throws IOException {
        desk.write("storyc.yaml", settings);
        assertThat(desk.run("plan")).as(desk.err).isZero();
    }
}
