package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class TrainingTest {
    @Test
    void runsEveryCommandToItsEnd(@TempDir Path folder) throws Exception {
        assertThat(new Training(folder.toRealPath()).run())
                .startsWith(Exit.DONE, Exit.STORYBOARD_WRONG, Exit.STORYBOARD_WRONG)
                .last()
                .isIn(Exit.DONE, Exit.STORYBOARD_WRONG);
        assertThat(folder.resolve("storyboards/training.yaml")).exists();
        // A Java that loads all that is in its archive gets what a check needs, and no more.
        if (Runtime.version().feature() < 25) {
            assertThat(folder.resolve("clips.jsonl")).content().hasLineCount(4);
        }
    }
}
