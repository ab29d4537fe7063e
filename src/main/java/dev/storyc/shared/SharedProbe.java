package dev.storyc.shared;

import dev.storyc.shared.SharedPlaceException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tries whether a place lets one of several win: eight write under one new name at the same time, each its own bytes.
 * There are stores that take the condition and don't hold it, and with one of those two machines would buy the same film.
 */
public final class SharedProbe {
    private static final int RACERS = 8;
    private static final int MOST_BYTES = 1000;

    private final SharedPlace place;

    public SharedProbe(SharedPlace place) {
        this.place = place;
    }

    /** What one racer saw: whether it was told that it won, and the bytes it then found. */
    private record Seen(boolean won, String wrote, Optional<String> found) {}

    /**
     * Why nothing may be bought with this place's word; empty if it may.
     *
     * @throws SharedPlaceException if it can't be asked
     */
    public Optional<String> refuses() {
        if (!place.conditional()) {
            return Optional.of(place.name() + " has no conditional writes, by which one of several machines buys");
        }
        String name = "probe/" + UUID.randomUUID();
        try {
            return judge(race(name)).map(words -> place.name() + " can't be bought with: " + words);
        } finally {
            if (place instanceof Erasing erasing) {
                try {
                    erasing.erase(name);
                } catch (SharedPlaceException e) {
                    // It may be written and not taken away: then a few bytes stay there.
                }
            }
        }
    }

    private List<Seen> race(String name) {
        ExecutorService racers = Executors.newFixedThreadPool(RACERS, work -> {
            Thread thread = new Thread(work, "shared-probe");
            thread.setDaemon(true);
            return thread;
        });
        try {
            CyclicBarrier start = new CyclicBarrier(RACERS);
            List<Future<Seen>> running = new ArrayList<>();
            for (int n = 0; n < RACERS; n++) {
                String bytes = "racer " + n + " of " + name + "\n";
                running.add(racers.submit(() -> {
                    start.await();
                    boolean won = place.putNew(name, bytes.getBytes(StandardCharsets.UTF_8));
                    return new Seen(won, bytes, text(name));
                }));
            }
            List<Seen> seen = new ArrayList<>();
            for (Future<Seen> one : running) {
                seen.add(one.get());
            }
            return seen;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SharedPlaceException known) {
                throw known;
            }
            throw new SharedPlaceException(Kind.OTHER, place.name() + " can't be tried: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SharedPlaceException(Kind.UNREACHABLE, place.name() + " was not asked to the end", e);
        } finally {
            racers.shutdownNow();
        }
    }

    private Optional<String> text(String name) {
        return place.read(name, MOST_BYTES).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static Optional<String> judge(List<Seen> seen) {
        List<Seen> winners = seen.stream().filter(Seen::won).toList();
        if (winners.size() != 1) {
            return Optional.of("of " + RACERS + " that wrote under one name at the same time, "
                    + (winners.isEmpty() ? "none" : winners.size()) + " were told that they were first");
        }
        Optional<String> first = Optional.of(winners.get(0).wrote());
        if (seen.stream().anyMatch(one -> !one.found().equals(first))) {
            return Optional.of("one of " + RACERS + " was told that it was first, and others then found "
                    + (seen.stream().anyMatch(one -> one.found().isEmpty()) ? "nothing" : "another's bytes")
                    + " under the name");
        }
        return Optional.empty();
    }
}
