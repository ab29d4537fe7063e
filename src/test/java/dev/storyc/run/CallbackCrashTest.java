package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.JavaProcess;
import dev.storyc.emulator.CallFault;
import dev.storyc.emulator.CreateFault;
import dev.storyc.emulator.Faults;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.JobResolver;
import dev.storyc.job.JobState;
import dev.storyc.lower.Payload;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import dev.storyc.serve.CallbackListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds that hear callbacks, killed while they do, and jobs that the dead leave to the living. */
class CallbackCrashTest {
    private static final Faults LOST_ANSWERS = new Faults() {
        @Override
        public Optional<CreateFault> create(int n, Payload request) {
            return Optional.of(new CreateFault(true, new CallFault.Drop()));
        }
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"before-hint", "after-hint", "before-ADOPTED", "after-ADOPTED"})
    void killedWhileACallbackIsTakenNothingIsSentTwiceAndTheNextCallEndsTheDoubt(String point) throws Exception {
        int clips = 3;
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), LOST_ANSWERS, Duration.ofMillis(300))) {
            Process killed = hearing(far.url(), clips, point);
            assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(killed.exitValue()).as(point).isEqualTo(137);
            try (Workshop shop = new Workshop(folder.resolve("store"), far.url())) {
                RunRecord record = shop.build(KilledBuild.clips(0, clips));
                assertThat(record.count(Kind.RENDERED) + record.count(Kind.HELD) + record.count(Kind.IN_DOUBT))
                        .isEqualTo(clips);
                if (point.startsWith("after") || point.startsWith("before-A")) {
                    // What was on disk before the kill needs no person.
                    assertThat(record.count(Kind.RENDERED)).isPositive();
                }
                shop.calls = Tools.Calls.ELSEWHERE;
                PlanRunner runner = shop.runner();
                for (Job job : shop.ledger.all()) {
                    if (job.state() == JobState.IN_DOUBT) {
                        far.stats().distinct().values().stream()
                                .flatMap(request -> request.jobIds().stream())
                                .forEach(id -> assertThat(runner.called(Objects.requireNonNull(job.token()), id))
                                        .isTrue());
                    }
                }
                RunRecord last = shop.build(KilledBuild.clips(0, clips));
                assertThat(last.count(Kind.RENDERED) + last.count(Kind.HELD)).isEqualTo(clips);
                assertThat(far.stats().creates()).isEqualTo(clips);
                assertThat(far.stats().distinct().values())
                        .hasSize(clips)
                        .allSatisfy(request -> assertThat(request.jobIds()).hasSize(1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before-takeover", "after-takeover"})
    void killedWhileItTakesOverTheJobsOfTheDeadTheNextOneDoes(String point) throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(300))) {
            BuildProcesses builds = new BuildProcesses(folder.resolve("store"), far.url(), 4);
            Process first = builds.start(0, 3, "after-query", 1);
            assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Process second = builds.start(0, 3, point, 1);
            assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(137);
            try (Workshop shop = new Workshop(folder.resolve("store"), far.url())) {
                RunRecord record = shop.build(KilledBuild.clips(0, 3));
                long doubtful = record.count(Kind.IN_DOUBT);
                assertThat(record.count(Kind.RENDERED) + record.count(Kind.HELD))
                        .isEqualTo(3 - doubtful)
                        .isPositive();
                assertThat(shop.ledger.all())
                        .filteredOn(job -> job.state() == JobState.STORED)
                        .extracting(Job::owner)
                        .contains(shop.owner.me());
                assertThat(far.stats().distinct().values())
                        .allSatisfy(request -> assertThat(request.jobIds()).hasSize(1));
            }
        }
    }

    @Test
    void anAttemptIsDecidedOnlyWhenWhoeverHasItInHandIsDead() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMinutes(10))) {
            BuildProcesses builds = new BuildProcesses(folder.resolve("store"), far.url(), 4);
            Process first = builds.start(0, 1, "after-query", 1);
            assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Process second = builds.start(0, 1, "", 0);
            try (Workshop shop = new Workshop(folder.resolve("store"), far.url())) {
                String firstOwner = only(shop).owner();
                while (only(shop).owner().equals(firstOwner)) {
                    assertThat(second.waitFor(5, TimeUnit.MILLISECONDS)).isFalse();
                }
                JobResolver resolver = new JobResolver(shop.ledger, shop.owner, Instant::now, "ada");
                assertThat(resolver.refuses(only(shop), JobEvent.RELEASED).orElse(""))
                        .contains("still running");
                assertThat(resolver.release(only(shop))).isInstanceOf(JobResolver.Resolved.Impossible.class);
                second.destroyForcibly();
                assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(resolver.refuses(only(shop), JobEvent.RELEASED)).isEmpty();
            } finally {
                second.destroyForcibly();
            }
        }
    }

    private static Job only(Workshop shop) {
        return shop.ledger.all().get(0);
    }

    private Process hearing(URI api, int clips, String point) throws IOException {
        return JavaProcess.of(
                        Hearer.class.getName(),
                        List.of("-Ddie.at=" + point, "-Ddie.after=1"),
                        folder.resolve("store").toString(),
                        api.toString(),
                        String.valueOf(clips))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A build that hears its callbacks, and dies where it is told to. Arguments: store, API, number of clips. */
    static final class Hearer {
        private Hearer() {}

        public static void main(String[] args) throws Exception {
            try (Workshop shop = new Workshop(Path.of(args[0]), URI.create(args[1]), KilledBuild.seams());
                    CallbackListener listener =
                            CallbackListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
                shop.callback = "http://127.0.0.1:" + listener.address().getPort() + "/hook";
                shop.calls = Tools.Calls.HEARD;
                PlanRunner runner = shop.runner();
                listener.start(runner::called);
                runner.run(shop.plan(KilledBuild.clips(0, Integer.parseInt(args[2])), List.of()), Budget.NONE);
            }
        }
    }
}
