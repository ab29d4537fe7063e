package dev.storyc.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.job.JobResolver.Resolved;
import dev.storyc.ledger.SqliteLedgers;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Payload;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobResolverTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Clip CLIP = TestClips.clip("v", "x", 1, "rain");

    @TempDir
    Path folder;

    private final Set<String> living = new HashSet<>();
    private @Nullable Ledger opened;

    private final Owners owners = new Owners() {
        @Override
        public String me() {
            return "me";
        }

        @Override
        public boolean lives(String owner) {
            return living.contains(owner);
        }
    };

    @BeforeEach
    void open() {
        opened = SqliteLedgers.open(folder.resolve("ledger.db"));
    }

    @AfterEach
    void close() {
        ledger().close();
    }

    @Test
    void nothingIsDecidedWhileTheProcessLives() {
        Job job = doubtful();
        living.add("other");
        assertThat(words(resolver().abandon(job))).contains("still running");
        assertThat(words(resolver().release(job))).contains("still running");
        assertThat(words(resolver().adopt(job, "j", far(CLIP.payload().args(), NOW))))
                .contains("still running");
        living.clear();
        assertThat(resolver().abandon(job)).isInstanceOf(Resolved.Done.class);
    }

    @Test
    void aJobFromBeforeTheIntentIsNotAdopted() {
        Job job = doubtful();
        FarEnd old = far(CLIP.payload().args(), NOW.minus(Duration.ofMinutes(6)));
        assertThat(words(resolver().adopt(job, "j", old))).contains("before this attempt");
        FarEnd near = far(CLIP.payload().args(), NOW.minus(Duration.ofMinutes(4)));
        assertThat(resolver().adopt(job, "j", near)).isInstanceOf(Resolved.Done.class);
        assertThat(ledger().find(job.key()).orElseThrow().state()).isEqualTo(JobState.SUBMITTED);
    }

    @Test
    void aJobOfOtherArgumentsIsNotAdoptedAndOneThatTellsNoneIs() {
        Job job = doubtful();
        Map<String, Object> other = new HashMap<>(CLIP.payload().args());
        other.put("prompt", "sun");
        assertThat(words(resolver().adopt(job, "j", far(other, NOW)))).contains("its prompt differs");
        assertThat(resolver().adopt(job, "j", far(null, null))).isInstanceOf(Resolved.Done.class);
    }

    @Test
    void anIdThatTheLedgerHasIsNotAdoptedAgain() {
        Job job = doubtful();
        assertThat(resolver().adopt(job, "j", far(null, null))).isInstanceOf(Resolved.Done.class);
        Clip other = TestClips.clip("v", "y", 2, "sun");
        Job second = doubtful(other);
        assertThat(words(resolver().adopt(second, "j", far(null, null)))).contains("already belongs");
    }

    @Test
    void whatIsOverIsNotDecidedAgain() {
        Job job = doubtful();
        Resolved done = resolver().release(job);
        assertThat(((Resolved.Done) done).job().state()).isEqualTo(JobState.RELEASED);
        assertThat(words(resolver().abandon(((Resolved.Done) done).job()))).contains("nothing to decide");
        assertThat(words(resolver().abandon(job))).contains("just moved on");
    }

    @Test
    void whatWasGivenUpTakesItsJobUntilItIsSentAnew() {
        Job abandoned = ((Resolved.Done) resolver().abandon(doubtful())).job();
        FarEnd far = far(CLIP.payload().args(), NOW);
        Job adopted = ((Resolved.Done) resolver().adopt(abandoned, "found", far)).job();
        assertThat(adopted.state()).isEqualTo(JobState.SUBMITTED);
        assertThat(ledger().history(CLIP.key()))
                .extracting(Entry::event)
                .containsExactly("unanswered", "given-up", "adopted");

        Clip other = TestClips.clip("v", "y", 2, "sun");
        Job released = ((Resolved.Done) resolver().release(doubtful(other))).job();
        Job second = Job.intent(Asked.by(other), 2, "me", "build", NOW);
        assertThat(ledger().claim(second, List.of(), new Slots(9, Instant.EPOCH)))
                .isInstanceOf(Claim.Claimed.class);
        assertThat(words(resolver()
                        .adopt(released, "too-late", far(other.payload().args(), NOW))))
                .contains("just moved on");
        assertThat(ledger().find(other.key())).contains(second);
    }

    @Test
    void whatWasGivenUpWithItsJobTakesThatJobUpAgainAndNoOther() {
        FarEnd far = far(CLIP.payload().args(), NOW);
        Job submitted = ((Resolved.Done) resolver().adopt(doubtful(), "j", far)).job();
        Job abandoned = ((Resolved.Done) resolver().abandon(submitted)).job();
        assertThat(words(resolver().adopt(abandoned, "another", far))).contains("became job j");
        Job again = ((Resolved.Done) resolver().adopt(abandoned, "j", far)).job();
        assertThat(again.state()).isEqualTo(JobState.SUBMITTED);
        assertThat(ledger().find(CLIP.key())).contains(again);
    }

    @Test
    void aLateAnswerIsTakenByAnAttemptThatOthersThoughtDead() {
        for (String decided : List.of("nothing", "abandoned", "released")) {
            Clip clip = TestClips.clip("v", decided, 1, decided);
            Job intent = Job.intent(Asked.by(clip), 1, "other", "build", NOW);
            assertThat(ledger().claim(intent, List.of(), new Slots(9, Instant.EPOCH)))
                    .isInstanceOf(Claim.Claimed.class);
            FarEnd slow = new FarEnd() {
                @Override
                public CreateAnswer create(Payload payload, @Nullable String token) {
                    // Meanwhile somebody found its lock file gone.
                    Job doubt = resolver().settle(intent);
                    assertThat(doubt.state()).isEqualTo(JobState.IN_DOUBT);
                    if (decided.equals("abandoned")) {
                        assertThat(resolver().abandon(doubt)).isInstanceOf(Resolved.Done.class);
                    } else if (decided.equals("released")) {
                        assertThat(resolver().release(doubt)).isInstanceOf(Resolved.Done.class);
                    }
                    return new CreateAnswer.Accepted("job-" + decided, "0.43", new BigDecimal("0.43"), null);
                }

                @Override
                public FarJob query(String jobId) {
                    throw new AssertionError("nobody asks");
                }
            };
            JobSteps steps = new JobSteps(ledger(), slow, owners, InstantSource.fixed(NOW));
            Created created = steps.create(intent, clip.payload());
            assertThat(((Created.Moved) created).job().state()).isEqualTo(JobState.SUBMITTED);
            assertThat(ledger().find(clip.key()).orElseThrow().jobId()).isEqualTo("job-" + decided);
        }
    }

    @Test
    void anAnswerAboutAnotherJobIsNoState() {
        Job job = ((Resolved.Done) resolver().adopt(doubtful(), "j", far(null, null))).job();
        FarEnd confused = new FarEnd() {
            @Override
            public CreateAnswer create(Payload payload, @Nullable String token) {
                throw new AssertionError("asking never creates");
            }

            @Override
            public FarJob query(String jobId) {
                return new FarJob("k", null, null, null, new FarStatus.Failed("no", true));
            }
        };
        Looked looked = new JobSteps(ledger(), confused, owners, InstantSource.fixed(NOW)).query(job);
        assertThat(looked.job()).isEqualTo(job);
        assertThat(looked.words()).isEqualTo("asked for job j, the far end tells of another one");
        assertThat(words(resolver().adopt(doubtful(TestClips.clip("v", "z", 3, "fog")), "x", confused)))
                .contains("the far end tells of another one");
    }

    private Job doubtful() {
        return doubtful(CLIP);
    }

    private Job doubtful(Clip clip) {
        Job intent = Job.intent(Asked.by(clip), 1, "other", "build", NOW);
        assertThat(ledger().claim(intent, List.of(), new Slots(9, Instant.EPOCH)))
                .isInstanceOf(Claim.Claimed.class);
        return ledger().advance(intent, JobEvent.UNANSWERED, Change.because("?"), NOW)
                .orElseThrow();
    }

    private JobResolver resolver() {
        return new JobResolver(ledger(), owners, InstantSource.fixed(NOW));
    }

    private static String words(Resolved resolved) {
        assertThat(resolved).isInstanceOf(Resolved.Impossible.class);
        return ((Resolved.Impossible) resolved).words();
    }

    private static FarEnd far(@Nullable Map<String, Object> args, @Nullable Instant created) {
        return new FarEnd() {
            @Override
            public CreateAnswer create(Payload payload, @Nullable String token) {
                throw new AssertionError("deciding never creates");
            }

            @Override
            public FarJob query(String jobId) {
                return new FarJob(
                        null, args == null ? null : CLIP.payload().model(), args, created, new FarStatus.Unfinished());
            }
        };
    }

    private Ledger ledger() {
        return Objects.requireNonNull(opened);
    }
}
