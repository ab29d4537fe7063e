package dev.storyc.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.fleet.WorkerMetric.Kind;
import dev.storyc.job.Asked;
import dev.storyc.job.CreateAnswer;
import dev.storyc.job.FarEnd;
import dev.storyc.job.FarJob;
import dev.storyc.job.FarStatus;
import dev.storyc.job.FilmTaker;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Payload;
import dev.storyc.plan.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class WorkerMetersTest {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_:][a-z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_][a-z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"");
    private static final Clip CLIP = TestClips.clip("de", "a", 1, "A lamp.");
    private static final FleetFigures FIGURES = new FleetFigures(
            Map.of("waiting", 7L, "active", 2L),
            Duration.ofMillis(1500),
            Map.of("in-doubt", 1L, "stored", 40L),
            12.5,
            0.75);

    private final AtomicInteger reads = new AtomicInteger();
    private final WorkerMeters meters = meters(() -> {
        reads.incrementAndGet();
        return FIGURES;
    });

    private static WorkerMeters meters(FigureCache.Reading reading) {
        return new WorkerMeters(reading, () -> 3, () -> false, "0.1.0");
    }

    /** What Prometheus itself demands of a text, and what its `promtool check metrics` finds fault with besides. */
    private static Map<String, Map<String, Double>> strictly(String text) {
        Map<String, Map<String, Double>> found = new LinkedHashMap<>();
        Map<String, String> types = new LinkedHashMap<>();
        Set<String> helped = new TreeSet<>();
        assertThat(text).endsWith("\n");
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                assertThat(helped.add(words[2])).as(line).isTrue();
                assertThat(words).as(line).hasSize(4);
            } else if (line.startsWith("# TYPE ")) {
                assertThat(types.put(words[2], words[3])).as(line).isNull();
                assertThat(helped).as("help before type").contains(words[2]);
                assertThat(words[3].equals("counter")).as(line).isEqualTo(words[2].endsWith("_total"));
                assertThat(words[2])
                        .doesNotContain("milli", "minutes", "gauge", "counter")
                        .matches("[a-z][a-z0-9_]*");
            } else {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                String family = types.containsKey(sample.group(1))
                        ? sample.group(1)
                        : sample.group(1).replaceFirst("_(sum|count|max)$", "");
                assertThat(types).as(line).containsKey(family);
                String labels = sample.group(2) == null ? "" : sample.group(2);
                assertThat(LABEL.matcher(labels).replaceAll("").replace(",", ""))
                        .as(line)
                        .isEmpty();
                double value = Double.parseDouble(sample.group(3));
                assertThat(found.computeIfAbsent(sample.group(1), f -> new LinkedHashMap<>())
                                .put(labels, value))
                        .as("said twice: " + line)
                        .isNull();
            }
        }
        return found;
    }

    @Test
    void whatIsToldIsWhatTheTableSaysAndNoMore() {
        Map<String, Map<String, Double>> told = strictly(meters.scrape());
        Map<String, List<String>> labels = new LinkedHashMap<>();
        told.forEach((name, samples) -> samples.keySet()
                .forEach(sample -> labels.put(
                        name.replaceFirst("(_seconds)_(sum|count|max)$", "$1"),
                        LABEL.matcher(sample).results().map(hit -> hit.group(1)).toList())));
        assertThat(labels)
                .isEqualTo(Arrays.stream(WorkerMetric.values())
                        .collect(Collectors.toMap(WorkerMetric::shown, WorkerMetric::labels)));
        for (WorkerMetric metric : WorkerMetric.values()) {
            String type = metric.kind().name().toLowerCase(Locale.ROOT);
            assertThat(meters.scrape())
                    .contains("# HELP " + metric.shown() + " " + metric.help() + "\n")
                    .contains("# TYPE " + metric.shown() + " " + type + "\n");
        }
    }

    @Test
    void theFleetStandsAsItsDatabaseSaysAndThatIsAskedSeldom() {
        for (int i = 0; i < 50; i++) {
            meters.scrape();
        }
        Map<String, Map<String, Double>> told = strictly(meters.scrape());
        assertThat(reads).hasValueLessThan(3);
        assertThat(told.get("storyc_queue_clips")).isEqualTo(Map.of("state=\"waiting\"", 7.0, "state=\"active\"", 2.0));
        assertThat(told.get("storyc_attempts"))
                .hasSize(JobState.values().length)
                .containsEntry("state=\"in-doubt\"", 1.0)
                .containsEntry("state=\"stored\"", 40.0)
                .containsEntry("state=\"intent\"", 0.0);
        assertThat(told.get("storyc_queue_oldest_age_seconds")).isEqualTo(Map.of("", 1.5));
        assertThat(told.get("storyc_spent_usd")).isEqualTo(Map.of("", 12.5));
        assertThat(told.get("storyc_reserved_usd")).isEqualTo(Map.of("", 0.75));
        assertThat(told.get("storyc_steps_active")).isEqualTo(Map.of("", 3.0));
    }

    @Test
    void aDatabaseThatTellsNothingLeavesNoOldNumbersAndIsCounted() {
        WorkerMeters blind = meters(() -> {
            throw new SQLException("the connection to postgres://worker:secret@db/fleet is gone");
        });
        Map<String, Map<String, Double>> told = strictly(blind.scrape());
        assertThat(told.get("storyc_spent_usd")).isEqualTo(Map.of("", Double.NaN));
        assertThat(told.get("storyc_database_errors_total")).isEqualTo(Map.of("", 0.0));
        assertThat(strictly(blind.scrape()).get("storyc_database_errors_total")).isEqualTo(Map.of("", 1.0));
        assertThat(blind.scrape()).doesNotContain("secret");
    }

    @Test
    void figuresAreReadAgainAfterFiveSecondsOrAHundredTimesWhatReadingTook() {
        List<Long> at = new ArrayList<>();
        long[] now = {0};
        FigureCache cache = new FigureCache(
                () -> {
                    at.add(now[0]);
                    now[0] += at.size() == 2 ? 200_000_000L : 0;
                    return FIGURES;
                },
                () -> {},
                () -> now[0]);
        for (; now[0] < 40_000_000_000L; now[0] += 100_000_000L) {
            assertThat(cache.figures()).contains(FIGURES);
        }
        assertThat(at).containsExactly(0L, 5_000_000_000L, 25_200_000_000L, 30_200_000_000L, 35_200_000_000L);
    }

    @Test
    void everyCallIsCountedByWhatCameOfIt() {
        FarEnd farEnd = new MeteredFarEnd(
                new FarEnd() {
                    @Override
                    public CreateAnswer create(Payload payload, @Nullable String token) {
                        return new CreateAnswer.InDoubt("ak-secret is odd", "raw");
                    }

                    @Override
                    public FarJob query(String jobId) {
                        return FarJob.of(new FarStatus.Ready("https://films.example/secret.mp4"));
                    }
                },
                meters);
        farEnd.create(CLIP.payload(), null);
        farEnd.query("job-1");
        farEnd.query("job-1");
        FilmTaker taker = new MeteredTaker(job -> new FilmTaker.Taken.Gone("secret"), meters);
        taker.take(Job.intent(Asked.by(CLIP), 1, "me", "build", Instant.EPOCH));
        meters.tookOver();
        meters.leaseLost();
        meters.stepped();
        meters.finished(Outcome.Kind.IN_DOUBT);
        Map<String, Map<String, Double>> told = strictly(meters.scrape());
        assertThat(told.get("storyc_calls_total"))
                .containsEntry("call=\"create\",outcome=\"in-doubt\"", 1.0)
                .containsEntry("call=\"query\",outcome=\"ready\"", 2.0)
                .containsEntry("call=\"download\",outcome=\"gone\"", 1.0)
                .containsEntry("call=\"create\",outcome=\"accepted\"", 0.0);
        assertThat(told.get("storyc_call_duration_seconds_count")).containsEntry("call=\"query\"", 2.0);
        assertThat(told.get("storyc_lease_takeovers_total")).isEqualTo(Map.of("", 1.0));
        assertThat(told.get("storyc_steps_total")).isEqualTo(Map.of("", 1.0));
        assertThat(told.get("storyc_clips_finished_total")).containsEntry("outcome=\"in-doubt\"", 1.0);
        assertThat(told.get("storyc_leases_lost_total")).isEqualTo(Map.of("", 1.0));
        assertThat(meters.scrape()).doesNotContain("secret").doesNotContain("ak-");
        assertThatThrownBy(() -> meters.called(FarCall.QUERY, "what it says", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePageHasTheSameTable() throws IOException {
        String table = "| metric | kind | labels | tells |\n|---|---|---|---|\n"
                + Arrays.stream(WorkerMetric.values())
                        .map(metric -> "| `" + metric.shown() + "` | "
                                + metric.kind().name().toLowerCase(Locale.ROOT) + " | "
                                + metric.labels().stream()
                                        .map(label -> "`" + label + "`")
                                        .collect(Collectors.joining(", "))
                                + " | " + metric.help() + " |\n")
                        .collect(Collectors.joining());
        assertThat(Files.readString(Path.of("docs/fleet.md"), StandardCharsets.UTF_8))
                .contains(table.replace("|  |", "| |"));
    }

    @Test
    void countersAreToldFromTheBeginningSoThatTheFirstIsSeen() {
        Map<String, Map<String, Double>> told = strictly(meters.scrape());
        for (WorkerMetric metric : WorkerMetric.values()) {
            if (metric.kind() == Kind.COUNTER) {
                assertThat(told).containsKey(metric.shown());
            }
        }
    }
}
