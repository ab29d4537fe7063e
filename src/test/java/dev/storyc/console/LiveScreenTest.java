package dev.storyc.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a terminal shows after what is written to it, replayed on one. */
@Tag("fast")
class LiveScreenTest {
    private final TestScreen seen = new TestScreen(40, 8);
    private final List<String> writes = new ArrayList<>();
    private final LiveScreen screen = new LiveScreen(new OutputStream() {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            bytes.write(b);
        }

        @Override
        public void flush() {
            if (bytes.size() > 0) {
                String text = bytes.toString(StandardCharsets.UTF_8);
                bytes.reset();
                writes.add(text);
                seen.write(text);
            }
        }
    });
    private final LiveScreen.Stream stream = new LiveScreen.Stream(screen);

    @Test
    void drawnLinesTakeThePlaceOfThoseBeforeAndStayingOnesStandAbove() throws IOException {
        stream.println("the plan");
        screen.show(List.of("one", "two", "three"));
        stream.println("two failed");
        screen.show(List.of("one", "a total"));
        assertThat(seen.shown()).containsExactly("the plan", "two failed", "one", "a total");
        screen.hide();
        stream.println("the end");
        assertThat(seen.shown()).containsExactly("the plan", "two failed", "the end");
    }

    @Test
    void aFrameIsOneWriteAndAnEqualOneIsNone() throws IOException {
        screen.show(List.of("one", "two"));
        screen.show(List.of("one", "two"));
        assertThat(writes).hasSize(1);
        // Nothing is blanked before it is drawn over, which would flicker.
        screen.show(List.of("one", "other"));
        assertThat(writes).hasSize(2);
        assertThat(writes.get(1)).doesNotContain("\u001b[2J").doesNotStartWith("\r\u001b[J");
        stream.println("something stays");
        assertThat(writes).hasSize(3);
        assertThat(seen.shown()).containsExactly("something stays", "one", "other");
    }

    @Test
    void atTheLowerEdgeItScrollsAndNothingIsLost() throws IOException {
        for (int i = 1; i <= 20; i++) {
            stream.println("line " + i);
            screen.show(List.of("a " + i, "b " + i, "total " + i));
        }
        assertThat(seen.shown()).endsWith("line 20", "a 20", "b 20", "total 20");
        screen.hide();
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            lines.add("line " + i);
        }
        assertThat(seen.all()).isEqualTo(lines);
    }

    @Test
    void aWindowThatIsResizedBetweenFramesKeepsWhatStoodAboveAndLeavesNoRest() throws IOException {
        for (int columns = 8; columns <= 60; columns += 4) {
            for (int rows = 4; rows <= 12; rows++) {
                TestScreen window = new TestScreen(40, 8);
                LiveScreen drawn = new LiveScreen(onto(window));
                try (LiveScreen.Stream to = new LiveScreen.Stream(drawn)) {
                    to.println("above");
                    drawn.show(List.of("x".repeat(39), "y".repeat(39), "z"));
                    window.resize(columns, rows);
                    drawn.show(List.of("1", "2"));
                    assertThat(window.all()).as(columns + "×" + rows).containsExactly("above", "1", "2");
                    drawn.hide();
                    assertThat(window.all()).as(columns + "×" + rows).containsExactly("above");
                }
            }
        }
    }

    @Test
    void linesThatAreTooLongForAWindowThatJustShrankDoNotWrap() throws IOException {
        seen.resize(20, 8);
        screen.show(List.of("x".repeat(39), "total"));
        assertThat(seen.lineWraps).isZero();
        assertThat(seen.shown()).hasSize(2);
        stream.println("w".repeat(30));
        assertThat(seen.lineWraps).as("lines that stay may wrap").isEqualTo(1);
    }

    @Test
    void whatIsEchoedAtTheCursorIsWipedAndHalfALineIsNotOverwritten() throws IOException {
        screen.show(List.of("one", "two"));
        seen.write("^C");
        screen.hide();
        assertThat(seen.shown()).isEmpty();
        stream.print("Spend $4? [y/N] ");
        screen.show(List.of("one"));
        assertThat(seen.shown()).containsExactly("Spend $4? [y/N]");
        stream.println("y");
        assertThat(seen.shown()).containsExactly("Spend $4? [y/N] y", "one");
    }

    private static OutputStream onto(TestScreen window) {
        return new ByteArrayOutputStream() {
            @Override
            public void flush() {
                window.write(toString(StandardCharsets.UTF_8));
                reset();
            }
        };
    }
}
