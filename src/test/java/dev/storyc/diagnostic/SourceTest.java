package dev.storyc.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class SourceTest {
    @Test
    void countsLinesByEveryKindOfEndAndColumnsInCodePoints() {
        Source source = new Source("a", "a\r\nb\rc\n🎬d");
        assertThat(source.span(3, 4).address()).isEqualTo("a:2:1");
        assertThat(source.span(5, 6).address()).isEqualTo("a:3:1");
        Span last = source.span(9, 10);
        assertThat(last.address()).isEqualTo("a:4:2");
        assertThat(last.endColumn()).isEqualTo(3);
        assertThat(last.excerpt()).isEqualTo("🎬d");
    }

    @Test
    void drawsInOffsetsBeyondTheText() {
        Source source = new Source("a", "ab\n");
        assertThat(source.span(99, 120).address()).isEqualTo("a:2:1");
        assertThat(source.span(-5, 1).address()).isEqualTo("a:1:1");
        assertThat(new Source("a", "").span(0, 1).address()).isEqualTo("a:1:1");
    }
}
