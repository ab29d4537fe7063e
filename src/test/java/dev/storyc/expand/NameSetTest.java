package dev.storyc.expand;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class NameSetTest {
    private static final int MANY = 200_000;

    @Test
    void tellsEveryNameFromEveryOther() {
        NameSet names = new NameSet();
        for (int i = 0; i < MANY; i++) {
            assertThat(names.add("item-" + i)).as("item-%d is new", i).isTrue();
        }
        for (int i = 0; i < MANY; i++) {
            assertThat(names.add("item-" + i)).as("item-%d was there", i).isFalse();
        }
        assertThat(names.add("item-" + MANY)).isTrue();
    }

    @Test
    void takesNamesOfAnyScript() {
        NameSet names = new NameSet();
        assertThat(names.add("大阪")).isTrue();
        assertThat(names.add("大阪-16x9")).isTrue();
        assertThat(names.add("大阪")).isFalse();
        assertThat(names.add("")).isTrue();
        assertThat(names.add("")).isFalse();
    }
}
