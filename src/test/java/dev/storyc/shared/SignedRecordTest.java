package dev.storyc.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.shared.SignedRecord.Believed;
import dev.storyc.shared.SignedRecord.Found;
import dev.storyc.shared.SignedRecord.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class SignedRecordTest {
    private static final String REALM = "api.shortapi.ai";
    private static final String KEY = "0b".repeat(32);
    private static final String TEXT = "{\n  \"version\": 1,\n  \"prompt\": \"Ein Café in Łódź\"\n}\n";

    /** The form is for good: records that were signed once are read for years. */
    private static final String VECTOR_FILE = """
            A key that signs records of storyc: keep it secret. Its public half, for trusted_keys:
            public ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """;

    private static final String VECTOR_LINE = "storyc-signature 1 ed25519 21fe31dfa154a261 "
            + "ykLkFCnXcZ8OFrlFKFbzO0iwS5G3ErrQdi0nDSWsOBu8NYfB3c3UJpD+ZMsygh/6XaYWNQMJ2+rWxOgDj8T7Ag==\n";

    private final SigningKey ours = SigningKey.make();
    private final SigningKey another = SigningKey.make();

    private static byte[] signed(SigningKey key) {
        return SignedRecord.write(REALM, KEY, TEXT, Optional.of(key));
    }

    private static TrustedKeys trusting(SigningKey... keys) {
        return TrustedKeys.of(List.of(keys).stream().map(SigningKey::line).toList());
    }

    private static Found read(byte[] bytes, TrustedKeys keys) {
        return SignedRecord.read(bytes, REALM, KEY, keys);
    }

    @Test
    void what_is_not_signed_lies_there_as_it_is() {
        byte[] bytes = SignedRecord.write(REALM, KEY, TEXT, Optional.empty());
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(TEXT);
        assertThat(read(bytes, TrustedKeys.ANYBODY)).isEqualTo(new Believed(TEXT));
    }

    @Test
    void a_signature_stands_below_and_is_no_part_of_the_text() {
        assertThat(new String(signed(ours), StandardCharsets.UTF_8))
                .startsWith(TEXT)
                .matches("(?s).*\nstoryc-signature 1 ed25519 [0-9a-f]{16} [A-Za-z0-9+/]{86}==\n");
        assertThat(read(signed(ours), TrustedKeys.ANYBODY)).isEqualTo(new Believed(TEXT));
        assertThat(read(signed(ours), trusting(ours))).isEqualTo(new Believed(TEXT));
    }

    @Test
    void any_of_several_keys_is_enough() {
        assertThat(read(signed(ours), trusting(another, ours))).isEqualTo(new Believed(TEXT));
        assertThat(trusting(another, ours).believe(ours)).isTrue();
        assertThat(trusting(another).believe(ours)).isFalse();
    }

    @Test
    void without_a_signature_it_is_refused_where_keys_are_asked_for() {
        byte[] bytes = SignedRecord.write(REALM, KEY, TEXT, Optional.empty());
        assertThat(read(bytes, trusting(ours)))
                .isEqualTo(new Refused("is not signed, and `trusted_keys` in storyc.yaml asks for that"));
    }

    @Test
    void a_strangers_signature_is_refused_and_named() {
        assertThat(read(signed(another), trusting(ours)))
                .isEqualTo(new Refused(
                        "is signed by the key " + another.id() + ", which is none of `trusted_keys` in storyc.yaml"));
    }

    @Test
    void anothers_record_in_its_place_is_refused() {
        byte[] bytes = signed(ours);
        assertThat(SignedRecord.read(bytes, REALM, "0c".repeat(32), trusting(ours)))
                .isInstanceOf(Refused.class);
        assertThat(SignedRecord.read(bytes, "loopback", KEY, trusting(ours))).isInstanceOf(Refused.class);
    }

    @Test
    void any_changed_byte_is_refused_and_none_breaks_the_reading() {
        byte[] bytes = signed(ours);
        for (int at = 0; at < bytes.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(read(changed, trusting(ours)))
                        .as("byte %d, bit %d", at, bit)
                        .isInstanceOf(Refused.class);
            }
            assertThat(read(Arrays.copyOf(bytes, at), trusting(ours)))
                    .as("cut at %d", at)
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void a_second_signature_over_a_signed_record_covers_the_first() {
        byte[] twice =
                SignedRecord.write(REALM, KEY, new String(signed(another), StandardCharsets.UTF_8), Optional.of(ours));
        assertThat(read(twice, trusting(ours)))
                .isEqualTo(new Believed(new String(signed(another), StandardCharsets.UTF_8)));
        assertThat(read(twice, trusting(another))).isInstanceOf(Refused.class);
    }

    @Test
    void the_published_form_stays(@TempDir Path folder) throws IOException {
        SigningKey key = SigningKey.read(Files.writeString(folder.resolve("key"), VECTOR_FILE));
        String written = new String(SignedRecord.write(REALM, KEY, TEXT, Optional.of(key)), StandardCharsets.UTF_8);
        assertThat(written).isEqualTo(TEXT + VECTOR_LINE);
        byte[] small = SignedRecord.write(REALM, KEY, "{}\n", Optional.of(key));
        assertThat(Files.readString(Path.of("docs/shared-store.md")))
                .contains(new String(small, StandardCharsets.UTF_8).substring(3));
        assertThat(read((TEXT + VECTOR_LINE).getBytes(StandardCharsets.UTF_8), trusting(key)))
                .isEqualTo(new Believed(TEXT));
    }

    @Test
    void a_key_comes_back_from_its_file_and_shows_its_public_half_alone(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key");
        ours.write(file);
        SigningKey back = SigningKey.read(file);
        assertThat(back.line()).isEqualTo(ours.line()).hasSize("ed25519:".length() + 44);
        assertThat(read(signed(back), trusting(ours))).isEqualTo(new Believed(TEXT));
        assertThat(back).hasToString(ours.line());
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> another.write(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(SigningKey.read(file).line()).isEqualTo(ours.line());
    }

    @Test
    void what_is_no_key_is_told_and_not_shown(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("key");
        ours.write(file);
        String text = Files.readString(file);
        String secret =
                text.lines().filter(line -> line.startsWith("MC4")).findFirst().orElseThrow();
        for (String wrong : List.of(
                "",
                secret,
                text.replace("PRIVATE", "PUBLIC"),
                text.replace(ours.line(), another.line()),
                text.replace("MC4C", "MC4D"),
                "x".repeat(20_000))) {
            Files.writeString(file, wrong);
            assertThatThrownBy(() -> SigningKey.read(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(file.toString())
                    .message()
                    .doesNotContain(secret);
        }
        for (String line :
                List.of("", "ed25519:", "ed25519:abc", "rsa:" + "A".repeat(44), "ed25519:" + "é".repeat(44))) {
            assertThatThrownBy(() -> TrustedKeys.of(List.of(line)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("keygen");
        }
    }
}
