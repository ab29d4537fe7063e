package dev.storyc.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class TransitionsTest {
    @Test
    void nothingLeadsBackToAnIntent() {
        for (JobState state : JobState.values()) {
            for (JobEvent event : JobEvent.values()) {
                assertThat(Transitions.next(state, event)).isNotEqualTo(java.util.Optional.of(JobState.INTENT));
            }
        }
    }

    @Test
    void whatIsOverStaysOverButForWhatWasGivenUpAndFindsItsJob() {
        for (JobState state : JobState.values()) {
            List<JobEvent> possible = Arrays.stream(JobEvent.values())
                    .filter(event -> Transitions.next(state, event).isPresent())
                    .toList();
            if (state == JobState.ABANDONED || state == JobState.RELEASED) {
                assertThat(possible).as(state.word()).containsExactly(JobEvent.ACCEPTED, JobEvent.ADOPTED);
            } else {
                assertThat(possible.isEmpty()).as(state.word()).isEqualTo(state.over());
            }
        }
    }

    @Test
    void onlyAPersonOrALateAnswerEndsDoubt() {
        List<JobEvent> possible = Arrays.stream(JobEvent.values())
                .filter(event -> Transitions.next(JobState.IN_DOUBT, event).isPresent())
                .toList();
        assertThat(possible)
                .containsExactly(
                        JobEvent.ACCEPTED, JobEvent.REFUSED, JobEvent.ADOPTED, JobEvent.GIVEN_UP, JobEvent.RELEASED);
    }

    @Test
    void aJobOnceSubmittedIsNeverForgotten() {
        assertThat(Transitions.next(JobState.SUBMITTED, JobEvent.UNANSWERED)).isEmpty();
        assertThat(Transitions.next(JobState.SUBMITTED, JobEvent.REFUSED)).isEmpty();
        assertThat(Transitions.next(JobState.SUCCEEDED, JobEvent.FAILED)).isEmpty();
    }
}
