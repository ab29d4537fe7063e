package dev.storyc.run;

import dev.storyc.job.Cap;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.CreateAnswer;
import dev.storyc.job.FarEnd;
import dev.storyc.job.FarJob;
import dev.storyc.job.FilmTaker;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.Ledger;
import dev.storyc.job.Slots;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Payload;
import dev.storyc.plan.RunRecord;
import dev.storyc.shared.PassingPlace;
import dev.storyc.shared.SharedFolder;
import dev.storyc.shared.SharedPlace;
import dev.storyc.store.SharedSeal;
import dev.storyc.store.SharedTerms;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A build in a process of its own that dies, as by kill -9, where the system property {@code die.at} says, at its
 * {@code die.after}-th visit there.
 */
final class KilledBuild {
    private static final String POINT = System.getProperty("die.at", "");
    private static final int VISIT = Integer.getInteger("die.after", 1);
    static final String BEGUN = "begun";

    private static final AtomicInteger VISITS = new AtomicInteger();

    private KilledBuild() {}

    /** Arguments: store, API, first clip, number of clips. */
    public static void main(String[] args) throws InterruptedException {
        List<Clip> clips = clips(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        try (Workshop shop = new Workshop(Path.of(args[0]), URI.create(args[1]), seams(), team())) {
            shop.settings = RunSettings.swift(Integer.getInteger("in.flight", 4));
            // From here on a kill is one of a build, and not of a Java that starts.
            System.out.println(BEGUN);
            RunRecord record = shop.build(clips);
            System.out.println(record.outcomes().stream()
                    .map(o -> o.kind().name())
                    .distinct()
                    .sorted()
                    .toList());
        }
    }

    /** Where the system property {@code shared} names a folder, this is one of several machines. */
    private static @Nullable SharedTerms team() {
        String folder = System.getProperty("shared", "");
        return folder.isEmpty()
                ? null
                : new SharedTerms(
                        new DyingPlace(new SharedFolder(Path.of(folder))),
                        SharedSeal.none("loopback"),
                        true,
                        System.getProperty("machine", "one"),
                        Duration.ofMillis(Long.getLong("patience", 2000)),
                        () -> {});
    }

    /** The parts that die where they are told to. */
    static Workshop.Seams seams() {
        return new Workshop.Seams(Dying::new, DyingFarEnd::new, DyingTaker::new, KilledBuild::reach);
    }

    static List<Clip> clips(int first, int count) {
        List<Clip> clips = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            clips.add(TestClips.clip("v" + i, "x", 1, "clip number " + i));
        }
        return clips;
    }

    private static void reach(String point) {
        if (POINT.equals(point) && VISITS.incrementAndGet() == VISIT) {
            Runtime.getRuntime().halt(137);
        }
    }

    private record Dying(Ledger real) implements PassingLedger {
        @Override
        public Claim claim(Job intent, List<Cap> caps, Slots slots) {
            reach("before-intent");
            Claim claim = real.claim(intent, caps, slots);
            reach("after-intent");
            return claim;
        }

        @Override
        public Optional<Job> takeOver(Job job, String owner) {
            reach("before-takeover");
            Optional<Job> taken = real.takeOver(job, owner);
            reach("after-takeover");
            return taken;
        }

        @Override
        public boolean hint(Job job, String jobId) {
            reach("before-hint");
            boolean kept = real.hint(job, jobId);
            reach("after-hint");
            return kept;
        }

        @Override
        public Optional<Job> advance(Job job, JobEvent event, Change change, Instant now) {
            reach("before-" + event);
            Optional<Job> moved = real.advance(job, event, change, now);
            reach("after-" + event);
            return moved;
        }
    }

    private record DyingPlace(SharedPlace real) implements PassingPlace {
        @Override
        public boolean putNew(String name, byte[] bytes) {
            String what = name.substring(name.lastIndexOf('/') + 1);
            reach("before-put-" + what);
            boolean won = real.putNew(name, bytes);
            reach("after-put-" + what);
            return won;
        }
    }

    private record DyingFarEnd(FarEnd real) implements FarEnd {
        @Override
        public CreateAnswer create(Payload payload, @Nullable String token) {
            reach("before-create");
            CreateAnswer answer = real.create(payload, token);
            reach("after-create");
            return answer;
        }

        @Override
        public FarJob query(String jobId) {
            reach("before-query");
            FarJob job = real.query(jobId);
            reach("after-query");
            return job;
        }
    }

    private record DyingTaker(FilmTaker real) implements FilmTaker {
        @Override
        public Taken take(Job succeeded) {
            reach("before-film");
            Taken taken = real.take(succeeded);
            reach("after-film");
            return taken;
        }
    }
}
