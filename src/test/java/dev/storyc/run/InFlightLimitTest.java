package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class InFlightLimitTest {
    @Test
    void aBusyFarEndHalvesItAndEachRoundWithoutComplaintGivesOneBack() {
        InFlightLimit limit = new InFlightLimit(8);
        limit.busy(7);
        assertThat(limit.now()).isEqualTo(4);
        limit.busy(2);
        assertThat(limit.now()).isEqualTo(2);
        limit.busy(0);
        assertThat(limit.now()).isEqualTo(1);
        int taken = 0;
        while (limit.now() < 8) {
            limit.taken();
            taken++;
        }
        assertThat(taken).isEqualTo(1 + 2 + 3 + 4 + 5 + 6 + 7);
        limit.taken();
        assertThat(limit.now()).isEqualTo(8);
    }
}
