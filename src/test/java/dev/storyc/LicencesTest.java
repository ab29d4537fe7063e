package dev.storyc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What ships of others has its licence beside it; the list of what ships is Maven's own. */
@Tag("fast")
class LicencesTest {
    private static final Path TEXTS = Path.of("src/dist/licenses");
    private static final Path SHIPPED = Path.of(System.getProperty("buildDirectory", "target"), "shipped.txt");
    private static final Pattern ARTIFACT =
            Pattern.compile("\\s*([\\w.-]+):([\\w.-]+):jar:(?:[\\w.-]+:)?[\\w.-]+:(?:compile|runtime)\\b.*");

    @Test
    void everythingThatShipsHasItsLicenceAndNothingElseIsListed() throws IOException {
        assumeTrue(Files.exists(SHIPPED), "no list of what ships: Maven writes it unless -Dquick is given");
        Set<String> artifacts = Files.readAllLines(SHIPPED).stream()
                .map(ARTIFACT::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1) + ":" + found.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(artifacts).contains("org.bytedeco:ffmpeg", "org.postgresql:postgresql");
        Set<String> used = new TreeSet<>();
        for (String artifact : artifacts) {
            String group = artifact.substring(0, artifact.indexOf(':')) + ":*";
            String row = contents().containsKey(artifact) ? artifact : group;
            assertThat(contents())
                    .as("ships without a licence: add it to src/dist/licenses/CONTENTS.txt, and to NOTICE")
                    .containsKey(row);
            used.add(row);
        }
        assertThat(contents().keySet().stream().filter(row -> row.contains(":")))
                .as("no longer ships")
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void everyTextIsThereAndNamed() throws IOException {
        Set<String> named = new TreeSet<>(List.of("CONTENTS.txt"));
        contents().values().forEach(named::addAll);
        try (Stream<Path> files = Files.walk(TEXTS)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> TEXTS.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
        for (String text : named) {
            assertThat(TEXTS.resolve(text)).as(text).isNotEmptyFile();
        }
    }

    private static Map<String, List<String>> contents() throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(TEXTS.resolve("CONTENTS.txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                List<String> words = Arrays.asList(line.split(" +"));
                rows.put(words.get(0), words.subList(1, words.size()));
            }
        }
        return rows;
    }
}
