package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.storyc.console.Counted;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.shared.SharedPlace;
import dev.storyc.shared.SharedPlaceException;
import dev.storyc.store.SharedFilms;
import dev.storyc.store.SharedMarks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a team's store holds of a realm, in numbers.
 *
 * @param name what people call it
 * @param films how many it has, or null where it can't list them
 * @param records how many records, or null where it can't list them
 * @param notShared how many films of this machine it lacks, as far as is known
 * @param trouble why it could not be asked, or null
 */
record SharedSum(
        String name,
        @Nullable Integer films,
        @Nullable Integer records,
        int notShared,
        @Nullable String trouble) {
    static Optional<SharedSum> of(StorePlace place, Collection<FilmRecord> here) {
        TeamStore shared = place.shared();
        if (shared == null) {
            return Optional.empty();
        }
        SharedMarks marks = shared.marks(place.files());
        int unmarked = (int) here.stream().filter(film -> !marks.has(film)).count();
        try (TeamStore opened = shared) {
            SharedPlace there = opened.place();
            if (!there.conditional()) {
                return Optional.of(new SharedSum(opened.name(), null, null, unmarked, null));
            }
            List<String> films = there.list("cas");
            List<String> records = there.list("ac");
            Set<String> names = new HashSet<>(films);
            names.addAll(records);
            int lacking = (int) here.stream()
                    .filter(film -> !SharedFilms.names(film).stream().allMatch(names::contains))
                    .count();
            return Optional.of(new SharedSum(opened.name(), films.size(), records.size(), lacking, null));
        } catch (SharedPlaceException e) {
            return Optional.of(new SharedSum(shared.name(), null, null, unmarked, e.getMessage()));
        }
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        String holds = films == null || records == null
                ? "it doesn't tell how many films it has"
                : Counted.count(films, "film") + ", " + Counted.count(records, "record");
        lines.add("shared in " + name + ": " + (trouble == null ? holds : trouble));
        if (notShared > 0) {
            lines.add(Counted.count(notShared, "film") + " of this machine "
                    + (trouble == null && films != null
                            ? (notShared == 1 ? "is" : "are") + " not there"
                            : (notShared == 1 ? "isn't" : "aren't") + " known to be there")
                    + ": `storyc store push`");
        }
        return lines;
    }

    /** Fields for programs; null where it isn't known. */
    void write(JsonGenerator out) throws IOException {
        out.writeStringField("shared_store", name);
        number(out, "shared_films", films);
        number(out, "shared_records", records);
        out.writeNumberField("not_shared", notShared);
        out.writeStringField("shared_trouble", trouble);
    }

    private static void number(JsonGenerator out, String field, @Nullable Integer value) throws IOException {
        if (value == null) {
            out.writeNullField(field);
        } else {
            out.writeNumberField(field, value);
        }
    }
}
