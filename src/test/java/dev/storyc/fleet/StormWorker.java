package dev.storyc.fleet;

import dev.storyc.ledger.PostgresAddress;
import dev.storyc.run.RunSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A worker in a process of its own, to be killed, stopped and cut off. */
final class StormWorker {
    static final String BEGUN = "begun";

    private StormWorker() {}

    /**
     * Arguments: database's port and name, store, API, jobs in flight, milliseconds of the lease; with one more, its signs
     * of life come as those of a worker in earnest.
     */
    public static void main(String[] args) throws InterruptedException {
        PostgresAddress database = database(Integer.parseInt(args[0]), args[1]);
        Duration lease = Duration.ofMillis(Long.parseLong(args[5]));
        try (Yard yard = new Yard(database, Path.of(args[2]), URI.create(args[3]), lease)) {
            yard.settings = RunSettings.swift(Integer.parseInt(args[4]));
            yard.earnest = args.length > 6;
            System.out.println(BEGUN);
            FleetWorker.Ended ended = FleetWorker.Ended.LEASE_LOST;
            while (ended == FleetWorker.Ended.LEASE_LOST) {
                ended = yard.worker().run();
            }
        }
    }

    static PostgresAddress database(int port, String name) {
        return new PostgresAddress("127.0.0.1", port, name, "postgres", "", "disable", Map.of());
    }
}
