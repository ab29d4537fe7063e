package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class SchemaCommandTest {
    @Test
    void prints_the_bytes_of_the_file(@TempDir Path folder) throws IOException {
        Desk desk = new Desk(folder);
        assertThat(desk.run("schema")).isEqualTo(Exit.DONE);
        assertThat(desk.out).isEqualTo(Files.readString(Path.of("schema/storyboard.schema.json")));
        assertThat(desk.err).isEmpty();
    }
}
