package dev.storyc.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class SlugsProperties {
    @Property(tries = 2000)
    void areLettersMarksAndDigitsWithSingleDashes(@ForAll @StringLength(max = 40) String text) {
        String slug = Slugs.of(text);
        assertThat(slug).matches("|[\\p{L}\\p{M}\\p{Nd}]+(-[\\p{L}\\p{M}\\p{Nd}]+)*");
        assertThat(Normalizer.isNormalized(slug, Normalizer.Form.NFC)).isTrue();
    }

    @Property(tries = 2000)
    void ofASlugAreTheSlug(@ForAll @StringLength(max = 40) String text) {
        assertThat(Slugs.of(Slugs.of(text))).isEqualTo(Slugs.of(text));
    }

    @Test
    void areAsTheReferenceSays() {
        assertThat(Slugs.of("Lisbon-16:9")).isEqualTo("lisbon-16x9");
        assertThat(Slugs.of("a:b 1:c")).isEqualTo("a-b-1-c");
        assertThat(Slugs.of(" São  Tomé!")).isEqualTo("são-tomé");
        assertThat(Slugs.of("夜の市場")).isEqualTo("夜の市場");
        assertThat(Slugs.of("Cafe\u0301")).isEqualTo("café");
        assertThat(Slugs.of("TITLE I")).isEqualTo("title-i");
        assertThat(Slugs.of("?!")).isEmpty();
        assertThat("café-2").matches(Slugs.PATTERN);
        assertThat("Café").doesNotMatch(Slugs.PATTERN);
    }

    @Test
    void areOneToADiskWhereTheyFoldAlike() {
        assertThat(Slugs.folded("maß")).isEqualTo(Slugs.folded("mass"));
        assertThat(Slugs.folded("λόγος")).isEqualTo(Slugs.folded("λόγοσ"));
        assertThat(Slugs.folded("cafe\u0301")).isEqualTo(Slugs.folded("café"));
        assertThat(Slugs.folded("kısa")).isNotEqualTo(Slugs.folded("kisa"));
        assertThat(Slugs.folded("lisbon-16x9")).isEqualTo("lisbon-16x9");
        assertThat(Slugs.folded("夜の市場")).isEqualTo("夜の市場");
    }

    /** Names of ASCII are made by the byte; this is what the language says of all names. */
    @Property(tries = 5000)
    void makesOfAsciiWhatTheLanguageSays(@ForAll("ascii") String text) {
        String lower = text.toLowerCase(Locale.ROOT).replaceAll("(?<=[0-9]):(?=[0-9])", "x");
        assertThat(Slugs.of(text)).isEqualTo(lower.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", ""));
    }

    @Provide
    Arbitrary<String> ascii() {
        return Arbitraries.strings()
                .ofMaxLength(12)
                .withChars("09aAzZx:--_ \u0000\u007f/@[`{")
                .withCharRange('0', '9');
    }
}
