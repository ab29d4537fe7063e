package dev.storyc.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** One look tells what many would have told. */
@Tag("fast")
class TextTraitsProperties {
    private static final List<String> MARKS = List.of("<<<voice_", "@Element", "~", "voice", "");

    @Property(tries = 2000)
    void tellsWhatLookingTells(@ForAll("texts") String text) {
        TextTraits traits = TextTraits.of(text);
        if (!traits.isOdd()) {
            assertThat(text.chars()).noneMatch(TextTraitsProperties::isOdd);
        }
        assertThat(MARKS).noneMatch(mark -> !traits.mayHold(mark) && text.contains(mark));
    }

    @Property
    void knowsEveryUnitByItself(@ForAll char unit) {
        boolean surrogate = Character.isSurrogate(unit);
        assertThat(TextTraits.of("a" + unit).isOdd() || !isOdd(unit)).isTrue();
        assertThat(surrogate && !TextTraits.of(String.valueOf(unit)).isOdd()).isFalse();
    }

    @Example
    void mostTextsNeedNoSecondLook() {
        for (String ordinary : List.of("Mara, 35mm, dawn. €20 — “said” … éà", "部屋の音、「静か」！？", "a\nb\tc", "")) {
            assertThat(TextTraits.of(ordinary).isOdd()).as(ordinary).isFalse();
        }
        assertThat(TextTraits.of("Wide shot, 16:9; dawn's (first) light!").mayHold("<<<voice_"))
                .isFalse();
        assertThat(TextTraits.of("<<<voice_1>>> says").mayHold("<<<voice_")).isTrue();
    }

    /** What is said to be composed has one form, and stands after nothing that it could join. */
    @Example
    void whatIsComposedNeedsNoNormalizing() {
        Set<Integer> joining = new HashSet<>();
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (!Character.isSurrogate((char) point) || point > Character.MAX_VALUE) {
                int[] parts = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFD)
                        .codePoints()
                        .toArray();
                for (int i = 1; i < parts.length; i++) {
                    joining.add(parts[i]);
                }
            }
        }
        assertThat(joining).contains(0x301, 0x3099, 0x11A8);
        int composed = 0;
        for (char unit = 0; unit < Character.MAX_VALUE; unit++) {
            String text = String.valueOf(unit);
            if (TextTraits.of(text).isComposed()) {
                composed++;
                assertThat(Normalizer.normalize(text, Normalizer.Form.NFC)).isEqualTo(text);
                assertThat(joining).as(text).doesNotContain((int) unit);
                assertThat(Character.getType(unit)).isNotEqualTo((int) Character.NON_SPACING_MARK);
            }
        }
        assertThat(composed).isGreaterThan(30_000);
        assertThat(TextTraits.of("部屋の音、「静か」！ €20 — “é”").isComposed()).isTrue();
        assertThat(TextTraits.of("e\u0301").isComposed()).isFalse();
    }

    @Property(tries = 500)
    void joinedTextsStayComposed(@ForAll("composed") String text) {
        assertThat(Normalizer.isNormalized(text, Normalizer.Form.NFC)).isTrue();
    }

    @Provide
    Arbitrary<String> composed() {
        return Arbitraries.strings()
                .withCharRange('\u0000', '\u02FF')
                .withCharRange('\u0400', '\u0482')
                .withCharRange('\u3041', '\u3096')
                .withCharRange('\uAC00', '\uD7A3')
                .withCharRange('\u4E00', '\u9FFF')
                .filter(text -> TextTraits.of(text).isComposed());
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "Mara ",
                "<",
                "<<<voice_1>>>",
                "@Element",
                "~",
                "é",
                "部",
                "\n",
                "\t",
                "\r",
                "\0",
                "\u007F",
                "\u0085",
                "\u202E",
                "\u2066",
                "\uD83D\uDE00",
                "\uD800",
                "\uFDD0",
                "\uFFFF",
                "\uFEFF",
                "voice",
                "—");
        return pieces.list().ofMaxSize(6).map(some -> String.join("", some));
    }

    private static boolean isOdd(int unit) {
        boolean control = Character.isISOControl(unit) && unit != '\n' && unit != '\t';
        boolean none = (unit & 0xFFFE) == 0xFFFE || (unit >= 0xFDD0 && unit <= 0xFDEF);
        return control || none || VisibleText.isBidi(unit) || Character.isSurrogate((char) unit);
    }
}
