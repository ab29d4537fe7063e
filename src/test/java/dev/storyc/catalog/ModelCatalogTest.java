package dev.storyc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ModelCatalogTest {
    private final ModelCatalog catalog = new ModelCatalog();

    @Test
    void holdsThreeModels() {
        assertThat(catalog.ids())
                .containsExactly(
                        "kwaivgi/kling-2.6/text-to-video",
                        "kwaivgi/kling-3.0/text-to-video",
                        "kwaivgi/kling-o1/text-to-video");
        assertThat(catalog.find("kwaivgi/kling-9/text-to-video")).isEmpty();
    }

    @Test
    void knowsWhatKling30Allows() {
        Limits limits = catalog.find(ModelCatalog.DEFAULT_MODEL).orElseThrow().limits();
        assertThat(limits.clipSeconds())
                .containsExactlyElementsOf(IntStream.rangeClosed(3, 15).boxed().toList());
        assertThat(limits.clipSecondsInWords()).isEqualTo("3 to 15");
        assertThat(limits.minShots()).isEqualTo(1);
        assertThat(limits.maxShots()).isEqualTo(6);
        assertThat(limits.minShotSeconds()).isEqualTo(1);
        assertThat(limits.maxShotSeconds()).isEqualTo(15);
        assertThat(limits.shotPromptCharacters()).isEqualTo(512);
        assertThat(limits.promptCharacters()).isEqualTo(2500);
    }

    @Test
    void saysLengthsWithGapsOneByOne() {
        Limits limits =
                catalog.find("kwaivgi/kling-o1/text-to-video").orElseThrow().limits();
        assertThat(limits.clipSecondsInWords()).isEqualTo("5 or 10");
        assertThat(limits.multiShot()).isFalse();
    }

    @Test
    void pricesByModeAndSoundExactly() {
        PriceTable prices =
                catalog.find(ModelCatalog.DEFAULT_MODEL).orElseThrow().prices();
        assertThat(prices.price(Map.of("mode", "std", "generate_audio", false), 3))
                .hasValueSatisfying(usd -> assertThat(usd).isEqualByComparingTo("0.429"));
        assertThat(prices.price(Map.of("mode", "pro", "generate_audio", true), 15))
                .hasValueSatisfying(usd -> assertThat(usd).isEqualByComparingTo("4.290"));
        assertThat(prices.price(Map.of("mode", "max", "generate_audio", true), 15))
                .isEmpty();
    }

    @Test
    void describesEverySettingWithAnExampleItTakes() {
        for (String id : catalog.ids()) {
            VideoModel model = catalog.find(id).orElseThrow();
            for (String name : model.settingNames()) {
                ArgumentSpec spec = model.argument(name).orElseThrow();
                assertThat(spec.description()).as(id + " " + name).matches("[A-Z].*\\.");
                assertThat(spec.example()).as(id + " " + name).isNotBlank();
                if (!spec.allowed().isEmpty()) {
                    assertThat(spec.allowed()).contains(spec.example());
                }
            }
        }
    }
}
