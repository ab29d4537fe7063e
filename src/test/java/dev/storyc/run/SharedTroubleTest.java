package dev.storyc.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.emulator.Faults;
import dev.storyc.plan.Outcome.Kind;
import dev.storyc.plan.RunRecord;
import dev.storyc.shared.PassingPlace;
import dev.storyc.shared.SharedPlace;
import dev.storyc.shared.SharedPlaceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines with a ledger each, and a shared place that fails at each thing it is told. */
class SharedTroubleTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"intent", "list"})
    void whereThePlaceCantBeToldOfAnIntentNothingIsCreated(String what) throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            SharedMachines team = new SharedMachines(folder, far);
            FailingPlace place = new FailingPlace(team.shared(), what, Failure.BEFORE);
            try (Workshop shop = team.machine(1, place)) {
                RunRecord record = shop.build(KilledBuild.clips(0, 4));
                assertThat(record.count(Kind.CLOSED)).isEqualTo(4);
                assertThat(record.outcomes().get(0).words()).contains("the disk is gone");
                assertThat(far.stats().creates()).isZero();
                assertThat(shop.ledger.all()).isEmpty();
                assertThat(record.bought().spent()).isZero();
                // Mended, the next build buys as ever.
                place.mend();
                assertThat(shop.build(KilledBuild.clips(0, 4)).count(Kind.RENDERED))
                        .isEqualTo(4);
            }
            try (Workshop other = team.machine(2)) {
                assertThat(other.build(KilledBuild.clips(0, 4)).count(Kind.RENDERED))
                        .isEqualTo(4);
            }
            team.assertBilledOnce();
        }
    }

    @Test
    void whereTheJobCantBeToldTheFilmComesHomeAndTheNextBuildTellsIt() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            SharedMachines team = new SharedMachines(folder, far);
            FailingPlace place = new FailingPlace(team.shared(), "job", Failure.BEFORE);
            try (Workshop shop = team.machine(1, place)) {
                shop.settings = new RunSettings(
                        4,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMillis(50),
                        3);
                PlanRunner runner = shop.runner();
                Thread stopper = new Thread(() -> stopAfter(runner, far, 2));
                stopper.start();
                runner.run(shop.plan(KilledBuild.clips(0, 2), List.of()), Budget.NONE);
                stopper.join();
                assertThat(shop.ledger.submitted()).hasSize(2);
                assertThat(shop.shared().troubles())
                        .singleElement()
                        .asString()
                        .contains("2 jobs")
                        .contains("push");
                assertThat(team.names("job")).isZero();
                place.mend();
                assertThat(shop.shared().publish()).isEqualTo(2);
                assertThat(shop.shared().publish()).isZero();
                assertThat(team.names("job")).isEqualTo(2);
                assertThat(shop.shared().troubles()).isEmpty();
            }
            try (Workshop other = team.machine(2)) {
                assertThat(other.build(KilledBuild.clips(0, 2)).count(Kind.RENDERED))
                        .isEqualTo(2);
            }
            assertThat(far.stats().creates()).isEqualTo(2);
        }
    }

    @Test
    void anAnswerOfThePlaceThatIsLostIsSettledByReadingBack() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            SharedMachines team = new SharedMachines(folder, far);
            FailingPlace place = new FailingPlace(team.shared(), "intent", Failure.AFTER);
            try (Workshop shop = team.machine(1, place)) {
                assertThat(shop.build(KilledBuild.clips(0, 3)).count(Kind.RENDERED))
                        .isEqualTo(3);
            }
            team.assertBilledOnce();
            assertThat(far.stats().creates()).isEqualTo(3);
        }
    }

    @Test
    void anIntentThatMayHaveArrivedIsTakenBackWhenThePlaceAnswersAgain() throws Exception {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none())) {
            SharedMachines team = new SharedMachines(folder, far);
            FailingPlace place = new FailingPlace(team.shared(), "intent", Failure.AFTER_AND_DEAF);
            try (Workshop shop = team.machine(1, place)) {
                assertThat(shop.build(KilledBuild.clips(0, 1)).count(Kind.CLOSED))
                        .isEqualTo(1);
                assertThat(far.stats().creates()).isZero();
                assertThat(team.names("intent")).isEqualTo(1);
                place.mend();
                assertThat(shop.shared().publish()).isEqualTo(1);
                assertThat(team.names("end")).isEqualTo(1);
            }
            // Nobody waits for it or has anything to decide.
            try (Workshop other = team.machine(2, team.shared(), Duration.ofMinutes(9), true)) {
                assertThat(other.build(KilledBuild.clips(0, 1)).count(Kind.RENDERED))
                        .isEqualTo(1);
            }
            assertThat(far.stats().creates()).isEqualTo(1);
        }
    }

    // ---------------------------------------------------------------- the parts

    private static void stopAfter(PlanRunner runner, FarEndHere far, int jobs) {
        while (far.stats().jobs() < jobs || runner.sending() > 0) {
            Thread.onSpinWait();
        }
        runner.stop();
    }

    private enum Failure {
        BEFORE,
        AFTER,
        AFTER_AND_DEAF
    }

    /** A place that fails where it is told to: before it does what is asked, or after it did. */
    private static final class FailingPlace implements PassingPlace {
        private final SharedPlace real;
        private final String what;
        private final AtomicReference<Failure> failure;
        private volatile boolean deaf;

        FailingPlace(SharedPlace real, String what, Failure failure) {
            this.real = real;
            this.what = what;
            this.failure = new AtomicReference<>(failure);
        }

        void mend() {
            failure.set(null);
            deaf = false;
        }

        @Override
        public SharedPlace real() {
            return real;
        }

        @Override
        public boolean putNew(String name, byte[] bytes) {
            Failure now = failure.get();
            if (now == null || !name.endsWith("/" + what)) {
                return real.putNew(name, bytes);
            }
            if (now != Failure.BEFORE) {
                real.putNew(name, bytes);
                deaf = now == Failure.AFTER_AND_DEAF;
            }
            throw broken();
        }

        @Override
        public Optional<byte[]> read(String name, int most) {
            if (deaf) {
                throw broken();
            }
            return real.read(name, most);
        }

        @Override
        public List<String> list(String under) {
            if (deaf || (failure.get() != null && what.equals("list"))) {
                throw broken();
            }
            return real.list(under);
        }

        private static SharedPlaceException broken() {
            return new SharedPlaceException(SharedPlaceException.Kind.UNREACHABLE, "the disk is gone");
        }
    }
}
