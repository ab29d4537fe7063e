package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.emulator.Faults;
import dev.storyc.job.CreateAnswer;
import dev.storyc.job.FarEnd;
import dev.storyc.job.FarJob;
import dev.storyc.job.Job;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Payload;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A far end that charges something else than its price list says. The list says $0.429 a clip. */
class ChargesTest {
    @TempDir
    Path folder;

    @Test
    void aCentMoreIsARoundingAndEndsNothing() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none());
                Workshop shop = charging("0.439", far)) {
            RunRecord record = shop.build(clips(12), agreed("5.148"));
            assertThat(record.count(Kind.RENDERED)).isEqualTo(12);
            assertThat(record.bought().spent()).isEqualByComparingTo("5.268");
        }
    }

    @Test
    void wherePricesRoseNoMoreIsCreatedThanWasAgreedToAndWhatRunsEnds() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none());
                Workshop shop = charging("0.858", far)) {
            shop.settings = RunSettings.swift(1);
            RunRecord record = shop.build(clips(12), agreed("5.148"));
            assertThat(record.count(Kind.RENDERED)).isEqualTo(1);
            assertThat(record.count(Kind.OVER_CAP)).isEqualTo(11);
            assertThat(record.bought().spent()).isEqualByComparingTo("0.858");
            assertThat(record.outcomes().get(11).words())
                    .isEqualTo("the far end charges $0.858 where its price list says $0.429:"
                            + " all of this would cost $10.30, and what was confirmed is $5.148");
            // The next build knows before it sends anything, and leaves no intent.
            RunRecord next = shop.build(clips(12), agreed("4.719"));
            assertThat(next.count(Kind.OVER_CAP)).isEqualTo(11);
            assertThat(far.stats().creates()).isEqualTo(1);
            assertThat(shop.ledger.all()).hasSize(1);
            assertThat(shop.ledger.observed()).containsOnlyKeys("kwaivgi/kling-3.0/text-to-video");
            assertThat(shop.ledger.observed().values().iterator().next()).isEqualByComparingTo("2");

            RunRecord enough =
                    shop.build(clips(12), new Budget(Map.of("--max-cost", new BigDecimal("9.44")), Map.of()));
            assertThat(enough.count(Kind.RENDERED)).isEqualTo(11);
            assertThat(enough.bought().spent()).isEqualByComparingTo("9.438");
        }
    }

    @Test
    void aCapThatTheNewPriceWouldPassStopsTheRestToo() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none());
                Workshop shop = charging("0.858", far)) {
            shop.settings = RunSettings.swift(1);
            Budget budget = new Budget(Map.of(), Map.of("board", new BigDecimal("3.00")));
            RunRecord record = shop.build(clips(6), budget);
            assertThat(record.count(Kind.RENDERED)).isEqualTo(1);
            assertThat(record.outcomes().get(5).words())
                    .contains("all of this would cost $5.15, and the budget of board is $3.00");
        }
    }

    @Test
    void anAmountThatIsNoneLeavesTheEstimateAndIsSaid() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none());
                Workshop shop = charging(null, far)) {
            RunRecord record = shop.build(clips(2), agreed("0.858"));
            assertThat(record.count(Kind.RENDERED)).isEqualTo(2);
            assertThat(record.bought().spent()).isEqualByComparingTo("0.858");
            assertThat(shop.events.stream().filter(e -> e.kind() == RunEvent.Kind.SUBMITTED))
                    .hasSize(2)
                    .allSatisfy(e -> assertThat(e.words()).contains("so the estimate stands"));
            Job job = shop.ledger.all().get(0);
            assertThat(job.charged()).isNull();
            assertThat(shop.ledger.history(job.key()).get(0).words()).contains("so the estimate stands");
        }
    }

    private static Budget agreed(String usd) {
        return Budget.NONE.confirmed(new BigDecimal(usd));
    }

    private static List<Clip> clips(int count) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clips.add(TestClips.clip("v" + i, "x", 1, "clip number " + i));
        }
        return clips;
    }

    /** A far end whose every amount is this one; null is one that names none. */
    private Workshop charging(@Nullable String amount, FarEndHere far) {
        Workshop.Seams seams = new Workshop.Seams(l -> l, real -> new Charging(real, amount), t -> t);
        return new Workshop(folder.resolve("store"), far.url(), seams);
    }

    private record Charging(FarEnd real, @Nullable String amount) implements FarEnd {
        @Override
        public CreateAnswer create(Payload payload, @Nullable String token) {
            CreateAnswer answer = real.create(payload, token);
            if (answer instanceof CreateAnswer.Accepted accepted) {
                return amount == null
                        ? new CreateAnswer.Accepted(
                                accepted.jobId(), null, null, "it named no amount, so the estimate stands")
                        : new CreateAnswer.Accepted(accepted.jobId(), amount, new BigDecimal(amount), null);
            }
            return answer;
        }

        @Override
        public FarJob query(String jobId) {
            return real.query(jobId);
        }
    }
}
