package dev.storyc.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.storyc.lower.Payload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class PlannedFaultsTest {
    private static final FaultTimes NEVER = new FaultTimes(Set.of(), 0);

    @Test
    void aFaultGoesOffAtItsNumberAndNowhereElse() {
        PlannedFaults faults = new PlannedFaults(1, Map.of("create.reset-after", new FaultTimes(Set.of(2, 4), 0)));
        List<Boolean> accepted = new ArrayList<>();
        for (int n = 1; n <= 5; n++) {
            accepted.add(faults.create(n, request(n)).isPresent());
        }
        assertThat(accepted).containsExactly(false, true, false, true, false);
        assertThat(faults.injected()).isEqualTo(Map.of("create.reset-after", 2L));
        assertThat(faults.query(2, "x")).isEmpty();
        assertThat(faults.film(2, "x")).isEmpty();
        assertThat(faults.job(2, request(1))).isEmpty();
    }

    @Test
    void theSameSeedIsTheSameFateInWhateverOrderRequestsCome() {
        Map<String, FaultTimes> half = Map.of("create.busy", new FaultTimes(Set.of(), 0.5));
        List<Integer> order = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            order.add(n);
        }
        Map<Integer, Boolean> one = fates(new PlannedFaults(7, half), order);
        Collections.shuffle(order, new Random(3));
        assertThat(fates(new PlannedFaults(7, half), order)).isEqualTo(one);
        assertThat(fates(new PlannedFaults(8, half), order)).isNotEqualTo(one);
        assertThat((double) one.values().stream().filter(gone -> gone).count()).isCloseTo(100, within(30.0));
    }

    @Test
    void aRequestThatComesAgainDrawsAgain() {
        PlannedFaults faults = new PlannedFaults(7, Map.of("create.busy", new FaultTimes(Set.of(), 0.5)));
        int met = 0;
        for (int n = 1; n <= 100; n++) {
            met += faults.create(n, request(1)).isPresent() ? 1 : 0;
        }
        assertThat(met).isBetween(30, 70);
    }

    @Test
    void chancesOfOneKindShareItsCallsAndAllOfThemMayBeTaken() {
        PlannedFaults faults = new PlannedFaults(
                2,
                Map.of(
                        "film.missing", new FaultTimes(Set.of(), 0.3),
                        "film.cut-short", new FaultTimes(Set.of(), 0.7)));
        for (int n = 1; n <= 500; n++) {
            assertThat(faults.film(n, "job-" + n)).isPresent();
        }
        assertThat(faults.injected().get("film.missing")).isBetween(110L, 190L);
        assertThat(faults.injected().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(500);
    }

    @Test
    void aJobsFateHangsOnItsRequestAndNotOnItsId() {
        Map<String, FaultTimes> half = Map.of("query.error", new FaultTimes(Set.of(), 0.5));
        assertThat(queries(half, "one", "two")).isEqualTo(queries(half, "x", "y"));
    }

    private static List<Boolean> queries(Map<String, FaultTimes> times, String... ids) {
        PlannedFaults faults = new PlannedFaults(4, times);
        List<Boolean> met = new ArrayList<>();
        for (String id : ids) {
            faults.accepted(id, request(1));
            for (int n = 1; n <= 50; n++) {
                met.add(faults.query(n, id).isPresent());
            }
        }
        assertThat(met.subList(0, 50)).isNotEqualTo(met.subList(50, 100));
        return met;
    }

    @Test
    void aNameNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> new PlannedFaults(1, Map.of("create.rest", NEVER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("create.rest");
        for (String name : PlannedFaults.names()) {
            assertThat(new PlannedFaults(1, Map.of(name, NEVER)).create(1, request(1)))
                    .isEmpty();
        }
    }

    @Test
    void everyNamedFaultCanGoOff() {
        for (String name : PlannedFaults.names()) {
            PlannedFaults faults = new PlannedFaults(1, Map.of(name, new FaultTimes(Set.of(), 1)));
            List<Optional<?>> met = List.of(
                    faults.create(1, request(1)),
                    faults.job(1, request(1)),
                    faults.query(1, "id"),
                    faults.film(1, "id"));
            assertThat(met.stream().filter(Optional::isPresent)).as(name).hasSize(1);
            assertThat(faults.injected()).isEqualTo(Map.of(name, 1L));
        }
    }

    private static Map<Integer, Boolean> fates(PlannedFaults faults, List<Integer> order) {
        Map<Integer, Boolean> fates = new HashMap<>();
        int n = 1;
        for (Integer request : order) {
            fates.put(request, faults.create(n++, request(request)).isPresent());
        }
        return fates;
    }

    private static Payload request(int n) {
        return new Payload("kwaivgi/kling-3.0/text-to-video", Map.of("prompt", "Number " + n + "."));
    }
}
