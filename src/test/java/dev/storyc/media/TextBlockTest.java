package dev.storyc.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.awt.font.TextAttribute;
import java.io.IOException;
import java.text.AttributedCharacterIterator;
import java.text.CharacterIterator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("fast")
class TextBlockTest {
    private static TextBlock fit(String text, float width, float height) throws IOException {
        return TextBlock.fit(CardFonts.bundled(), text, width, height, 34, 9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Plain text, “quotes” – dashes… 35mm €19.90",
                "Ελληνικά και кириллица, ў ћ ґ",
                "résumé, Zoë, naïve, ñ, Việt Nam",
                "雨の夜、石畳にネオンがにじむ。「部屋を聴く」ヘッドホン",
                "简体中文和繁體中文，全角！",
                "비 오는 밤, 돌바닥 위로 뷁 쀍",
                "שלום עולם",
                "مرحبا بالعالم",
                "สวัสดี"
            })
    void everyLetterHasAFont(String text) throws IOException {
        List<String> without = new ArrayList<>();
        AttributedCharacterIterator styled =
                CardFonts.bundled().styled(text, 20).getIterator();
        for (char c = styled.first(); c != CharacterIterator.DONE; c = styled.next()) {
            Font font = (Font) styled.getAttribute(TextAttribute.FONT);
            if (font == null || !font.canDisplay(c)) {
                without.add(c + " in " + font);
            }
        }
        assertThat(without).isEmpty();
    }

    @Test
    void aShortTextIsLargeAndALongOneStillFits() throws IOException {
        assertThat(fit("Rain.", 592, 200).height()).isBetween(40f, 50f);
        assertThat(fit(Samples.LATIN.repeat(7), 592, 200).height()).isBetween(160f, 200f);
        assertThat(fit(Samples.LATIN.repeat(7), 592, 200).hidden()).isZero();
    }

    @Test
    void whatIsHiddenIsCounted() throws IOException {
        String text = "word ".repeat(2000).strip();
        TextBlock block = fit(text, 592, 200);
        assertThat(block.height()).isLessThanOrEqualTo(200f);
        assertThat(block.hidden()).isBetween(5000, text.length() - 1000);
        TextBlock taller = fit(text, 592, 400);
        assertThat(taller.hidden()).isLessThan(block.hidden());
    }

    @Test
    void charactersBeyondTheBasicPlaneCountOnce() throws IOException {
        String text = "𠀋".repeat(5000);
        TextBlock block = fit(text, 592, 100);
        assertThat(block.hidden()).isBetween(4000, 5000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\n\n", "a\n\n\nb", "\u0000\u0007\u001b[31m", "\ud800", "\ufeff\u200b\u2028x", "\t"})
    void oddTextDoesNoHarm(String text) throws IOException {
        assertThat(fit(text, 592, 200).height()).isPositive();
    }

    @Test
    void aWordLongerThanALineIsBroken() throws IOException {
        assertThat(fit("x".repeat(400), 592, 200).hidden()).isZero();
    }
}
