package dev.storyc.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.TestRecords;
import dev.storyc.plan.Step.Action;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class AllowanceTest {
    private static final Clip QUAY = priced("quay", "0.429");
    private static final Clip CARD = priced("card", "0.950");

    @Test
    void whatIsWrittenIsReadBackAndKeepsExactPrices() throws Exception {
        Allowance allowance = allowance(buy(QUAY), buy(CARD), buy(priced("free", null)), held(priced("old", "1.10")));
        String text = new PlanFile().write(allowance);
        assertThat(text)
                .contains("\"price_usd\":0.950")
                .contains("\"price_usd\":null")
                .endsWith("\"\n}\n");
        PlanFile.Bound bound = new PlanFile().read(text);
        assertThat(bound.allowance()).isEqualTo(allowance);
        assertThat(text).contains(bound.digest());
        assertThat(new PlanFile().write(bound.allowance())).isEqualTo(text);
    }

    @Test
    void anotherLayoutIsNoEditAndAnyOtherChangeIs() throws Exception {
        String text = new PlanFile().write(allowance(buy(QUAY), buy(CARD)));
        assertThat(new PlanFile().read(text.replaceAll("\n *", "")).allowance().lines())
                .hasSize(2);
        for (String[] edit : List.of(
                new String[] {"0.429", "0.428"},
                new String[] {"0.950", "0.95"},
                new String[] {"\"buy\"", "\"nothing\""},
                new String[] {"\"rebuy\": false", "\"rebuy\": true"},
                new String[] {"\"ledger\": \"L", "\"ledger\": \"M"},
                new String[] {"  \"retry\": [],\n", ""},
                new String[] {"\"version\": 1", "\"version\": 1, \"more\": 2"})) {
            String edited = text.replace(edit[0], edit[1]);
            assertThat(edited).as(edit[0]).isNotEqualTo(text);
            assertThatThrownBy(() -> new PlanFile().read(edited))
                    .as(edit[0])
                    .isInstanceOf(PlanFile.Unfit.class)
                    .hasMessageContaining("edited");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "null",
                "[]",
                "{}",
                "not json",
                "{\"digest\": 3}",
                "{\"digest\": \"x\", \"digest\": \"y\"}",
                "{\"digest\": \"x\"} more",
                "{\"version\": 1, \"n\": 1e999999999, \"digest\": \"x\"}"
            })
    void whatIsNoPlanIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> new PlanFile().read(text)).isInstanceOf(PlanFile.Unfit.class);
    }

    @Test
    void aPlanOfANewerStorycIsNotGuessedAt() {
        String text = new PlanFile().write(allowance(buy(QUAY))).replace("\"version\": 1", "\"version\": 2");
        assertThatThrownBy(() -> new PlanFile().read(text)).hasMessageContaining("use the newer one");
    }

    @Test
    void whatIsAsItWasOrCheaperHolds() {
        Allowance allowance = allowance(buy(QUAY), buy(CARD), held(priced("old", "1.10")));
        assertThat(allowance.moved(plan(buy(QUAY), buy(CARD), held(priced("old", "1.10")))))
                .isEmpty();
        // Stored, in doubt or refused by the last run, and one price fell.
        assertThat(allowance.moved(plan(held(QUAY), buy(priced("card", "0.90")))))
                .isEmpty();
        assertThat(allowance.moved(plan(
                        step(QUAY, StepState.IN_DOUBT, Action.LEAVE), step(CARD, StepState.REFUSED, Action.LEAVE))))
                .isEmpty();
    }

    @Test
    void whatMovedIsToldAllAtOnce() {
        Clip old = priced("old", "1.10");
        Clip gone = priced("gone", "1.10");
        Allowance allowance = allowance(buy(QUAY), buy(CARD), held(old), held(gone));
        Clip dearer = priced("card", "0.951");
        Clip other = TestClips.clip("board", "v", "quay", 1, 1, "another prompt", 3, new BigDecimal("0.429"));
        List<String> moved = allowance.moved(plan(
                buy(other),
                buy(dearer),
                step(old, StepState.LOST, Action.LEAVE),
                buy(gone),
                buy(priced("fresh", "2"))));
        assertThat(moved).hasSize(5);
        assertThat(moved.get(0)).startsWith("board/v/quay asks for something else now: ");
        assertThat(moved.get(1)).isEqualTo("board/v/card costs $0.951 now, and $0.95 in the plan");
        assertThat(moved.get(2)).isEqualTo("board/v/old was held, and is lost now");
        assertThat(moved.get(3)).isEqualTo("board/v/gone was cached in the plan, is new now, and would cost $1.10");
        assertThat(moved.get(4)).isEqualTo("board/v/fresh is not in the plan, and would cost $2.00");
    }

    @Test
    void aPriceThatWasNotKnownIsNoBlankCheque() {
        Allowance allowance = allowance(buy(priced("quay", null)));
        assertThat(allowance.moved(plan(buy(QUAY)))).hasSize(1);
        assertThat(allowance(buy(QUAY)).moved(plan(buy(priced("quay", null))))).hasSize(1);
        assertThat(allowance.moved(plan(buy(priced("quay", null))))).isEmpty();
    }

    @Test
    void theCapIsTheSumOfDistinctKeysWithACentEachAndNoneWhereAPriceIsMissing() {
        Clip same = new Clip("board", "w", "quay", 1, 1, true, QUAY.payload(), 3, QUAY.price(), QUAY.expected());
        assertThat(allowance(buy(QUAY), buy(same), buy(CARD)).cap("d", "p").usd())
                .isEqualByComparingTo("1.399");
        assertThat(allowance(buy(QUAY), buy(priced("x", null))).cap("d", "p").usd())
                .isNull();
        assertThat(allowance(buy(QUAY)).cap("d", "p").once()).isTrue();
    }

    @Test
    void aPlanMadeAfterPricesRoseAllowsWhatTheyRoseTo() throws Exception {
        Map<String, BigDecimal> observed = Map.of(QUAY.payload().model(), new BigDecimal("1.2"));
        Allowance risen =
                Allowance.of(plan(buy(QUAY)), "id", Instant.EPOCH, "loopback", "Ledger", false, Set.of(), observed);
        assertThat(risen.cap("d", "p").usd()).isEqualByComparingTo("0.5248");
        String text = new PlanFile().write(risen);
        assertThat(text).contains("\"price_usd\":0.429").contains("\"expected_usd\":0.5148");
        assertThat(new PlanFile().read(text).allowance()).isEqualTo(risen);
        // The list price is what must not have moved since.
        assertThat(risen.moved(plan(buy(QUAY)))).isEmpty();
        assertThat(new PlanFile().write(allowance(buy(QUAY)))).doesNotContain("expected_usd");
    }

    private static Allowance allowance(Step... steps) {
        return Allowance.of(
                plan(steps), "id", Instant.parse("2026-03-01T10:00:00Z"), "loopback", "Ledger", false, Set.of());
    }

    private static Plan plan(Step... steps) {
        return new Plan(
                List.of(steps),
                List.of(),
                new Estimate(0, 0, BigDecimal.ZERO, BigDecimal.ZERO, 0, 0, 0, BigDecimal.ZERO, 0, BigDecimal.ZERO));
    }

    private static Step buy(Clip clip) {
        return step(clip, StepState.NEW, Action.BUY);
    }

    private static Step held(Clip clip) {
        FilmRecord film = TestRecords.of(clip, "cd".repeat(32), 99);
        return new Step(clip, StepState.CACHED, Action.NOTHING, List.of(), null, film, null);
    }

    private static Step step(Clip clip, StepState state, Action action) {
        return new Step(clip, state, action, List.of(), null, null, null);
    }

    private static Clip priced(String id, @Nullable String usd) {
        return TestClips.clip("board", "v", id, 1, 1, "prompt of " + id, 3, usd == null ? null : new BigDecimal(usd));
    }
}
