package dev.storyc.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys are made of these bytes: what is written here differently would be paid for again. */
@Tag("fast")
class CanonicalJsonTest {
    @Test
    void refuses_what_a_double_or_unicode_cannot_hold() {
        assertRefused(1L + (1L << 53), "2^53");
        assertRefused(new BigDecimal("0.12345678901234567890"), "more digits");
        assertRefused(new BigDecimal("1e400"), "more digits");
        assertRefused("half \uD83C", "surrogate");
        assertRefused("\uDF00 half", "surrogate");
        assertRefused(1.5f, "not a plain value");
    }

    @Test
    void sorts_by_utf16_units_and_escapes_shortly() {
        Map<String, Object> values = Map.of("\uD83C\uDFAC", 1, "\uFB33", 2, "a", List.of("\u0001\n\"\\é", true));
        assertThat(StandardCharsets.UTF_8
                        .decode(ByteBuffer.wrap(
                                new CanonicalJson().value(values).bytes()))
                        .toString())
                .isEqualTo("{\"a\":[\"\\u0001\\n\\\"\\\\é\",true],\"\uD83C\uDFAC\":1,\"\uFB33\":2}");
    }

    private static void assertRefused(Object value, String words) {
        assertThatThrownBy(() -> new CanonicalJson().value(Map.of("value", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
