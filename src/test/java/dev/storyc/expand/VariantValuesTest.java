package dev.storyc.expand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class VariantValuesTest {
    private final Map<String, String> values =
            new VariantValues(List.of("sku", "tone", "note"), new String[] {"a", "b", ""});

    @Test
    void isTheMapItSeemsToBe() {
        Map<String, String> plain = new LinkedHashMap<>();
        plain.put("sku", "a");
        plain.put("tone", "b");
        plain.put("note", "");
        assertThat(values).isEqualTo(plain).hasSameHashCodeAs(plain).hasToString(plain.toString());
        assertThat(values.keySet()).containsExactly("sku", "tone", "note");
        assertThat(values.get("tone")).isEqualTo("b");
        assertThat(values.get("other")).isNull();
        assertThat(values.containsKey("note")).isTrue();
        assertThat(values.containsKey(null)).isFalse();
        assertThat(values.get(null)).isNull();
    }

    @Test
    void doesNotChange() {
        assertThatThrownBy(() -> values.put("sku", "z")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> values.entrySet().iterator().next().setValue("z"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> new VariantValues(List.of(), new String[0])
                        .entrySet()
                        .iterator()
                        .next())
                .isInstanceOf(NoSuchElementException.class);
    }
}
