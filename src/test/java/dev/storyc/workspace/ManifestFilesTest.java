package dev.storyc.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests read ahead: the first reading may be an early one, and none after it is. */
@Tag("fast")
class ManifestFilesTest {
    private static final String EMPTY = "{\n  \"version\": 1,\n  \"clips\": []\n}\n";

    @TempDir
    Path folder;

    private final ManifestFiles files = new ManifestFiles();

    @Test
    void whatWasReadAheadIsTakenOnce() throws IOException {
        Path file = folder.resolve("a.manifest.json");
        files.begin(file, "a");
        Files.writeString(file, EMPTY);
        assertThat(files.read(file, "a").value()).isNull();
        assertThat(files.read(file, "a").value()).isNotNull();
    }

    @Test
    void aReadingThatBeginsLateIsNotTakenForWhatIsThereLater() throws IOException {
        Path file = folder.resolve("a.manifest.json");
        assertThat(files.read(file, "a").value()).isNull();
        files.begin(file, "a");
        // Another build ends, and writes what it bought.
        Files.writeString(file, EMPTY);
        assertThat(files.read(file, "a").value()).isNotNull();
    }
}
