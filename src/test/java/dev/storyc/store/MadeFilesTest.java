package dev.storyc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
class MadeFilesTest {
    private static final String ONE = "1".repeat(64);
    private static final String OTHER = "2".repeat(64);
    private static final String WANTED = "3".repeat(64);
    private static final String POSTER = "lisbon/01-arrival.jpg";

    @TempDir
    private Path folder;

    @Test
    void what_was_made_is_current_until_it_or_its_source_is_another() throws IOException {
        made("a poster", ONE);
        MadeFiles later = MadeFiles.in(folder);
        assertThat(later.current(POSTER, ONE)).isTrue();
        assertThat(later.alike(ONE)).contains(folder.resolve(POSTER));
        assertThat(later.current(POSTER, OTHER)).isFalse();
        Files.writeString(folder.resolve(POSTER), "scribbled over");
        assertThat(later.current(POSTER, ONE)).isFalse();
    }

    @Test
    void a_folder_is_untouched_until_something_in_it_comes_goes_or_is_wanted() throws IOException {
        made("a poster", ONE);
        assertThat(untouched(WANTED)).isTrue();
        assertThat(untouched(OTHER)).isFalse();
        Files.delete(folder.resolve(POSTER));
        assertThat(untouched(WANTED)).isFalse();
    }

    @Test
    void somebody_elses_file_is_moved_aside_and_one_of_the_same_bytes_is_not() throws IOException {
        Files.createDirectories(folder.resolve("lisbon"));
        Files.writeString(folder.resolve(POSTER), "drawn by hand");
        assertThat(made("a poster", ONE))
                .hasValueSatisfying(note -> assertThat(note).contains(POSTER, "not written by storyc", "kept as"));
        assertThat(names()).hasSize(2);

        Files.delete(folder.resolve(".storyc-made"));
        assertThat(made("a poster", ONE)).as("the list was lost").isEmpty();
        assertThat(names()).hasSize(2);
        assertThat(MadeFiles.in(folder).current(POSTER, ONE)).isTrue();
    }

    @Test
    void what_is_no_longer_wanted_goes_but_for_what_somebody_changed() throws IOException {
        made("a poster", ONE);
        MadeFiles.in(folder).keepOnly(Set.of());
        assertThat(folder.resolve("lisbon")).doesNotExist();

        made("a poster", ONE);
        Files.writeString(folder.resolve(POSTER), "drawn by hand");
        MadeFiles.in(folder).keepOnly(Set.of());
        assertThat(folder.resolve(POSTER)).hasContent("drawn by hand");
    }

    @Test
    void a_process_that_dies_before_or_after_the_move_leaves_nothing_that_is_taken_for_somebody_elses()
            throws IOException {
        made("a poster", ONE);
        MadeFiles dying = MadeFiles.in(folder);
        Path half = dying.work(".jpg");
        Files.writeString(half, "another pos");
        Path whole = dying.work(".jpg");
        Files.writeString(whole, "another poster");
        // No finish().
        assertThat(dying.put(whole, POSTER, OTHER)).isEmpty();

        MadeFiles next = MadeFiles.in(folder);
        assertThat(half).doesNotExist();
        assertThat(next.current(POSTER, OTHER)).isTrue();
        assertThat(untouched(WANTED)).isFalse();
    }

    @Test
    void scribbles_in_the_list_and_names_that_lead_out_are_passed_over() throws IOException {
        made("a poster", ONE);
        Path outside = Files.writeString(folder.resolveSibling(folder.getFileName() + "-outside"), "mine");
        String look =
                Files.size(outside) + " " + Files.getLastModifiedTime(outside).toMillis();
        Path list = folder.resolve(".storyc-made");
        Files.writeString(
                list, Files.readString(list) + "scribble\n" + ONE + " " + look + " ../" + outside.getFileName() + "\n");
        MadeFiles.in(folder).keepOnly(Set.of());
        assertThat(outside).hasContent("mine");
        Files.delete(outside);
    }

    @Test
    void a_link_in_the_place_of_the_work_folder_is_refused_and_what_lies_behind_it_stays(@TempDir Path elsewhere)
            throws IOException {
        Path mine = Files.writeString(elsewhere.resolve("mine"), "mine");
        Path link = Files.createSymbolicLink(folder.resolve(".storyc-work"), elsewhere);
        assertThatThrownBy(() -> MadeFiles.in(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(link.toString(), "is a link", "remove it");
        assertThat(mine).hasContent("mine");
    }

    private Optional<String> made(String bytes, String from) throws IOException {
        MadeFiles made = MadeFiles.in(folder);
        Path finished = made.work(".jpg");
        Files.writeString(finished, bytes);
        Optional<String> note = made.put(finished, POSTER, from);
        made.finish(WANTED, List.of("lisbon"), List.of());
        return note;
    }

    private boolean untouched(String wanted) throws IOException {
        return MadeFiles.untouched(folder, wanted, List.of("lisbon"), List.of());
    }

    private List<Path> names() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("lisbon"))) {
            return files.toList();
        }
    }
}
