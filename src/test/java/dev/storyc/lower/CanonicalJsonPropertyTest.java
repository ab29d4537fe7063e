package dev.storyc.lower;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.erdtman.jcs.JsonCanonicalizer;

/** Whatever a request holds, two implementations of RFC 8785 agree on its bytes. */
@Tag("fast")
class CanonicalJsonPropertyTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Property(tries = 2000)
    void agrees_with_an_independent_canonicalizer(@ForAll("objects") Map<String, Object> values) throws Exception {
        byte[] expected = new JsonCanonicalizer(JSON.writeValueAsString(values)).getEncodedUTF8();
        assertThat(StandardCharsets.UTF_8
                        .decode(ByteBuffer.wrap(
                                new CanonicalJson().value(values).bytes()))
                        .toString())
                .isEqualTo(new String(expected, StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        Arbitrary<String> texts = Arbitraries.strings()
                .withCharRange('\u0000', '\u007f')
                .withChars("éß漢字、한ة\u2028\uFEFF")
                .ofMaxLength(30);
        Arbitrary<String> emoji = texts.map(text -> text + "🎬" + text);
        Arbitrary<Object> numbers = Arbitraries.bigDecimals()
                .between(new BigDecimal("-1000"), new BigDecimal("1000"))
                .ofScale(4)
                .map(BigDecimal::stripTrailingZeros)
                .map(number -> (Object) number);
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                texts.map(text -> (Object) text),
                emoji.map(text -> (Object) text),
                numbers,
                Arbitraries.integers().map(number -> (Object) number),
                Arbitraries.of(true, false));
        Arbitrary<Object> shots = Arbitraries.maps(texts, scalars)
                .ofMaxSize(4)
                .list()
                .ofMaxSize(4)
                .map(list -> list);
        return Arbitraries.maps(texts, Arbitraries.oneOf(scalars, shots)).ofMaxSize(6);
    }
}
