package dev.storyc.parse;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Source;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Whatever way a text is written in YAML, each of its characters is found again where it stands. */
@Tag("fast")
class ScalarAlignmentProperties {
    @Property(tries = 4000)
    void everyCharacterIsFoundWhereItStands(
            @ForAll("texts") String text,
            @ForAll ScalarStyle style,
            @ForAll @IntRange(min = 12, max = 90) int width,
            @ForAll boolean windows) {
        String yaml = write(text, style, width);
        if (windows) {
            yaml = yaml.replace("\n", "\r\n");
        }
        YamlText source = new YamlText(new Source("a.yaml", yaml));
        Node root = requireNonNull(YamlComposer.compose(source).value(), yaml);
        ScalarNode scalar = scalar((MappingNode) root);
        int start = source.offset(scalar.getStartMark());
        int end = source.offset(scalar.getEndMark());
        String decoded = scalar.getValue();
        int[] table = new ScalarAlignment(yaml, start, end, scalar.getScalarStyle(), decoded).offsets();
        assertThat(table).as(yaml).hasSize(decoded.length() + 1);
        for (int i = 0; i < decoded.length(); i++) {
            assertThat(table[i]).as(yaml).isBetween(start, end);
            assertThat(stands(decoded.charAt(i), yaml, table[i], end))
                    .as("character %d of %s, found at %d of %s", i, decoded, table[i], yaml)
                    .isTrue();
        }
    }

    /** The character itself, or what it can be written as: an escape, or white space that was folded. */
    private static boolean stands(char decoded, String yaml, int at, int end) {
        if (at == end) {
            return Character.isWhitespace(decoded);
        }
        char written = yaml.charAt(at);
        boolean folded = isSpace(decoded) && isSpace(written);
        // A block's last line ends where the block does, and an empty line may be all there is of a break.
        return written == decoded || written == '\\' || folded;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    private static String write(String text, ScalarStyle style, int width) {
        DumperOptions options = new DumperOptions();
        options.setDefaultScalarStyle(style);
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        options.setWidth(width);
        return new Yaml(options).dump(Map.of("scenes", List.of(Map.of("prompt", text))));
    }

    private static ScalarNode scalar(MappingNode root) {
        SequenceNode scenes = (SequenceNode) root.getValue().get(0).getValueNode();
        MappingNode scene = (MappingNode) scenes.getValue().get(0);
        return (ScalarNode) scene.getValue().get(0).getValueNode();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "word",
                        "a",
                        "{{name}}",
                        "é",
                        "🎬",
                        "\"",
                        "'",
                        "\\",
                        ": ",
                        " #",
                        "#",
                        "- ",
                        "\n",
                        "\n\n",
                        "\t",
                        "  ",
                        " ",
                        " ",
                        " ",
                        "long-word-without-any-break",
                        "%",
                        "{",
                        "}",
                        ",",
                        "\u2028",
                        "\u0007",
                        "東京")
                .list()
                .ofMinSize(1)
                .ofMaxSize(24)
                .map(parts -> String.join("", parts));
    }
}
