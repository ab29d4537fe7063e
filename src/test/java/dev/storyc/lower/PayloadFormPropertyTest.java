package dev.storyc.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** A payload made from a form is the payload made from its arguments: same bytes, same key. */
@Tag("fast")
class PayloadFormPropertyTest {
    private static final String MODEL = "kwaivgi/kling-3.0/text-to-video";

    @Property(tries = 1000)
    void a_form_filled_with_texts_has_the_bytes_of_its_arguments(@ForAll("texts") List<String> texts) {
        Payload formed = formed(texts);
        Payload plain = new Payload(MODEL, formed.args());

        assertThat(RequestKey.canonical(formed, 3)).isEqualTo(RequestKey.canonical(plain, 3));
        // The second time, the bytes are those that were kept.
        assertThat(RequestKey.canonical(formed, 3)).isEqualTo(RequestKey.canonical(plain, 3));
        assertThat(RequestKey.of(formed, 2)).isEqualTo(RequestKey.of(plain, 2));
        assertThat(formed).isEqualTo(plain).hasSameHashCodeAs(plain);
        assertThat(formed).isEqualTo(formed(new ArrayList<>(texts)));
    }

    @Property(tries = 200)
    void every_text_stands_where_its_hole_was(@ForAll("texts") List<String> texts) {
        Payload formed = formed(texts);

        assertThat(formed.args().keySet()).containsExactly("mode", "multi_prompt", "negative_prompt", "a");
        assertThat(formed.args().get("negative_prompt")).isEqualTo(texts.get(texts.size() - 1));
        List<?> shots = (List<?>) Objects.requireNonNull(formed.args().get("multi_prompt"));
        for (int i = 0; i < texts.size() - 1; i++) {
            assertThat(((Map<?, ?>) shots.get(i)).get("prompt")).isEqualTo(texts.get(i));
        }
    }

    private static Payload formed(List<String> texts) {
        int last = texts.size() - 1;
        return new Payload(
                MODEL,
                new PayloadForm(args(texts.size())),
                new PayloadTexts(texts.subList(0, last)),
                new PayloadTexts(texts.subList(last, texts.size())));
    }

    /** Holes in a list, on top, and numbered otherwise than the canonical order of their names. */
    private static Map<String, Object> args(int texts) {
        List<Object> shots = new ArrayList<>();
        for (int i = 0; i < texts - 1; i++) {
            Map<String, Object> shot = new LinkedHashMap<>();
            shot.put("prompt", new PayloadForm.Hole(i));
            shot.put("duration", i + 1);
            shots.add(shot);
        }
        Map<String, Object> args = new LinkedHashMap<>();
        args.put("mode", "pro \"quoted\"");
        args.put("multi_prompt", shots);
        args.put("negative_prompt", new PayloadForm.Hole(texts - 1));
        args.put("a", true);
        return args;
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.strings()
                .withCharRange('\u0000', '\u00ff')
                .withChars("漢字\u2028\uFEFF\uFDD0")
                .ofMaxLength(40)
                .map(text -> text + "🎬" + text)
                .list()
                .ofMinSize(1)
                .ofMaxSize(7);
    }
}
