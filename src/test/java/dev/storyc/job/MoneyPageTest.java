package dev.storyc.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code docs/money.md} and the table of transitions say the same of every state and every event. */
@Tag("fast")
class MoneyPageTest {
    private static final Pattern LEADS = Pattern.compile("`([a-z-]+)` → \\*([a-z ]+)\\*");
    /** States that are on the page and not in the ledger, and what they are there. */
    private static final Map<String, JobState> SEEN = Map.of("pending", JobState.SUBMITTED, "lost", JobState.STORED);

    @Test
    void everyStateIsThereWithAllThatIsToldOfIt() throws IOException {
        Map<String, List<String>> rows = table("| state | on disk by then |");
        List<String> states = new ArrayList<>(SEEN.keySet());
        for (JobState state : JobState.values()) {
            states.add(words(state));
        }
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(states);
        rows.forEach((state, cells) -> assertThat(cells).as(state).hasSize(5).noneMatch(String::isBlank));
    }

    @Test
    void whatEachEventDoesIsWhatTheCodeDoes() throws IOException {
        Map<String, List<String>> rows = table("| state | on disk by then |");
        for (JobState state : JobState.values()) {
            Map<String, String> code = new TreeMap<>();
            for (JobEvent event : JobEvent.values()) {
                Transitions.next(state, event).ifPresent(next -> code.put(event.word(), words(next)));
            }
            String cell = Objects.requireNonNull(rows.get(words(state))).get(2);
            Map<String, String> page = new TreeMap<>();
            for (Matcher leads = LEADS.matcher(cell); leads.find(); ) {
                page.put(leads.group(1), leads.group(2));
            }
            assertThat(page).as(state.word()).isEqualTo(code);
            assertThat(cell.equals("none: it is over")).as(state.word()).isEqualTo(code.isEmpty());
        }
        SEEN.forEach((seen, state) ->
                assertThat(Objects.requireNonNull(rows.get(seen)).get(2)).startsWith("as *" + words(state) + "*"));
    }

    @Test
    void everyEventIsExplained() throws IOException {
        Map<JobEvent, Boolean> events = new EnumMap<>(JobEvent.class);
        Map<String, List<String>> rows = table("| event | comes from |");
        for (JobEvent event : JobEvent.values()) {
            events.put(event, rows.containsKey(event.word()));
        }
        assertThat(events).doesNotContainValue(false);
        assertThat(rows).hasSize(JobEvent.values().length);
    }

    private static String words(JobState state) {
        return state.word().replace('-', ' ');
    }

    /** The cells of each row of the table with this head, by the words of the first. */
    private static Map<String, List<String>> table(String head) throws IOException {
        Map<String, List<String>> rows = new HashMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("docs/money.md"))) {
            if (line.startsWith(head)) {
                inside = true;
            } else if (!line.startsWith("|")) {
                inside = false;
            } else if (inside && !line.startsWith("|---")) {
                List<String> cells = List.of(
                                line.substring(1, line.length() - 1).split("\\|", -1))
                        .stream()
                        .map(String::strip)
                        .toList();
                rows.put(cells.get(0).replaceAll("[*`]", ""), cells);
            }
        }
        return rows;
    }
}
