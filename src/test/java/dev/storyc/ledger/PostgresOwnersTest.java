package dev.storyc.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.JavaProcess;
import dev.storyc.TestPostgres;
import dev.storyc.job.Owners;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Who lives, by leases in a fleet's database. */
class PostgresOwnersTest {
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final PostgresRealms.Use USE = new PostgresRealms.Use(4, LEASE, Duration.ofSeconds(20));

    private final PostgresAddress address = TestPostgres.database();

    @Test
    void aProcessLivesUntilItCloses() {
        try (PostgresRealm mine = open();
                PostgresRealm other = open()) {
            Owners me = mine.owners();
            assertThat(mine.owners()).isSameAs(me);
            assertThat(me.lives(me.me())).isTrue();
            assertThat(other.owners().lives(me.me())).isTrue();
            assertThat(me.holds()).isTrue();
            assertThat(me.lives("nobody")).isFalse();
            await(LEASE.multipliedBy(2), () -> false);
            assertThat(me.holds()).as("renewed").isTrue();
            me.close();
            assertThat(me.holds()).isFalse();
            await(LEASE, () -> !other.owners().lives(me.me()));
            assertThat(other.owners().lives(me.me())).isFalse();
        }
    }

    @Test
    void aProcessThatSleptPastItsLeaseNeverHoldsUnderItsOldNameAgain() throws Exception {
        Process process = JavaProcess.of(
                        Holder.class.getName(), List.of(), String.valueOf(address.port()), address.database())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (PostgresRealm realm = open();
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                PrintStream in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
            String name = out.readLine();
            assertThat(realm.owners().lives(name)).isTrue();
            signal("STOP", process);
            await(LEASE.multipliedBy(3), () -> !realm.owners().lives(name));
            assertThat(realm.owners().lives(name)).isFalse();
            in.println("?");
            signal("CONT", process);
            assertThat(out.readLine()).isEqualTo("false " + name);
            in.println("?");
            assertThat(out.readLine()).isEqualTo("false " + name);
            assertThat(realm.owners().lives(name)).isFalse();
            in.println("anew");
            String anew = out.readLine();
            assertThat(anew).startsWith("true ").doesNotContain(name);
            process.destroyForcibly();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            await(LEASE.multipliedBy(3), () -> !realm.owners().lives(anew.substring(5)));
            assertThat(realm.owners().lives(anew.substring(5))).isFalse();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aLeaseThatTheDatabaseForgotIsLost() {
        try (PostgresRealm realm = open()) {
            Owners me = realm.owners();
            TestPostgres.run(address, "UPDATE storyc.lease SET until = 0");
            await(LEASE, () -> !me.holds());
            assertThat(me.holds()).isFalse();
            Owners anew = realm.owners();
            assertThat(anew.me()).isNotEqualTo(me.me());
            assertThat(anew.holds()).isTrue();
            assertThat(anew.lives(me.me())).isFalse();
        }
    }

    @Test
    void aConnectionThatIsCutCostsNoLease() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(address.port());
                PostgresRealm realm = PostgresRealms.open(proxy.before(address), "storyc", USE)) {
            Owners me = realm.owners();
            for (int i = 0; i < 5; i++) {
                proxy.arm(1, i % 2 == 0 ? CuttingProxy.Cut.BEFORE_IT_ARRIVES : CuttingProxy.Cut.BEFORE_ITS_ANSWER);
                await(LEASE, () -> proxy.said() > 3);
                proxy.disarm();
            }
            assertThat(me.holds()).isTrue();
            assertThat(me.lives(me.me())).isTrue();
        }
    }

    @Test
    void theTimeIsTheDatabases() {
        try (PostgresRealm realm = open()) {
            Instant mine = Instant.now();
            assertThat(Duration.between(mine, realm.clock().instant()).abs()).isLessThan(Duration.ofSeconds(1));
            PostgresClock ahead = new PostgresClock(mine.plusSeconds(5).toEpochMilli(), System.nanoTime());
            assertThat(Duration.between(mine, ahead.instant()).toMillis()).isBetween(4_900L, 6_000L);
        }
    }

    private PostgresRealm open() {
        return PostgresRealms.open(address, "storyc", USE);
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void await(Duration most, BooleanSupplier so) {
        long end = System.nanoTime() + most.toNanos();
        while (!so.getAsBoolean() && System.nanoTime() < end) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Takes a lease, says its name, and at each line says whether it still holds; at `anew`, takes another. */
    static final class Holder {
        public static void main(String[] args) throws IOException {
            PostgresAddress address = new PostgresAddress(
                    "127.0.0.1", Integer.parseInt(args[0]), args[1], "postgres", "", "prefer", java.util.Map.of());
            try (PostgresRealm realm = PostgresRealms.open(address, "storyc", USE);
                    BufferedReader in =
                            new BufferedReader(new java.io.InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                Owners owners = realm.owners();
                System.out.println(owners.me());
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    owners = line.equals("anew") ? realm.owners() : owners;
                    System.out.println(owners.holds() + " " + owners.me());
                }
            }
        }
    }
}
