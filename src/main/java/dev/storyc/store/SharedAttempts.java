package dev.storyc.store;

import dev.storyc.lower.Key;
import dev.storyc.shared.SharedPlace;
import dev.storyc.shared.SharedPlaceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The attempts in a shared place: listed, read, and written once. Throws what the place throws. */
final class SharedAttempts {
    /** The longest request there is, with room. */
    private static final int MOST = 1 << 20;

    private final SharedPlace place;
    private final LongSupplier nanos;
    /** What was read once never changes. */
    private final Map<String, byte[]> read = new ConcurrentHashMap<>();
    /** When each thing was put there, by this process's counting clock. */
    private final Map<String, Long> born = new ConcurrentHashMap<>();

    SharedAttempts(SharedPlace place, LongSupplier nanos) {
        this.place = place;
        this.nanos = nanos;
    }

    String placeName() {
        return place.name();
    }

    /** Whether the record of a film of this very job is there: of a key that was bought again, the first one's may be. */
    boolean recorded(Key key, @Nullable String jobId) {
        return jobId != null
                && place.read("ac/" + key.hex(), MOST)
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .filter(record -> record.contains('"' + jobId + '"'))
                        .isPresent();
    }

    /** The attempts at a key, the newest first. */
    List<SharedAttempt> of(Key key) {
        return grouped(place.list(SharedAttempt.folder(key))).getOrDefault(key, List.of());
    }

    /** All attempts, those of each key together, the newest first. */
    Map<Key, List<SharedAttempt>> all() {
        return grouped(place.list(SharedAttempt.FOLDER));
    }

    private static Map<Key, List<SharedAttempt>> grouped(List<String> names) {
        Map<Key, TreeMap<Integer, Set<String>>> files = new TreeMap<>();
        for (String name : names) {
            SharedAttempt.of(name)
                    .ifPresent(one -> files.computeIfAbsent(one.key(), unused -> new TreeMap<>())
                            .computeIfAbsent(one.number(), unused -> new HashSet<>())
                            .addAll(one.files()));
        }
        Map<Key, List<SharedAttempt>> attempts = new TreeMap<>();
        files.forEach((key, numbers) -> {
            List<SharedAttempt> newestFirst = new ArrayList<>();
            numbers.descendingMap().forEach((number, some) -> newestFirst.add(new SharedAttempt(key, number, some)));
            attempts.put(key, newestFirst);
        });
        return attempts;
    }

    /** @throws SharedPlaceException also where it isn't there, or is no intent */
    SharedIntent intent(SharedAttempt attempt) {
        String name = attempt.name(SharedAttempt.INTENT);
        return understood(name, bytes -> SharedIntent.of(bytes, attempt.key()))
                .orElseThrow(() -> damaged(name, "it is missing, and what came of it is there"));
    }

    /** What was told in one of its files; empty where that isn't there. */
    Optional<SharedFact> fact(SharedAttempt attempt, String file) {
        return attempt.has(file) ? understood(attempt.name(file), SharedFact::of) : Optional.empty();
    }

    private <T> Optional<T> understood(String name, Function<byte[], T> reader) {
        byte[] bytes = read.get(name);
        if (bytes == null) {
            bytes = place.read(name, MOST).orElse(null);
        }
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            T understood = reader.apply(bytes);
            read.put(name, bytes);
            return Optional.of(understood);
        } catch (IllegalArgumentException e) {
            throw damaged(name, String.valueOf(e.getMessage()));
        }
    }

    private SharedPlaceException damaged(String name, String why) {
        return new SharedPlaceException(
                SharedPlaceException.Kind.DAMAGED,
                name + " in " + place.name() + " is none of storyc's: " + why
                        + ". It may stand for a job that was paid: look at it, and take it away by hand if it doesn't");
    }

    /**
     * Writes a file once.
     *
     * @return whether these very bytes are there now; else somebody else's are
     * @throws SharedPlaceException if that can't be told: they may be there, or come to be
     */
    boolean put(String name, byte[] bytes) {
        try {
            if (place.putNew(name, bytes)) {
                return true;
            }
        } catch (SharedPlaceException lost) {
            return settle(name, bytes, lost);
        }
        // A call that was sent twice by whoever carries it meets itself.
        return place.read(name, MOST)
                .filter(there -> Arrays.equals(there, bytes))
                .isPresent();
    }

    /** The answer was lost, which says nothing of what was done. */
    private boolean settle(String name, byte[] bytes, SharedPlaceException lost) {
        try {
            byte[] there = place.read(name, MOST).orElseThrow(() -> lost);
            return Arrays.equals(there, bytes);
        } catch (SharedPlaceException again) {
            if (again != lost) {
                lost.addSuppressed(again);
            }
            throw lost;
        }
    }

    /** How old a file is: by the place's clock where that tells, else since this process first asked. */
    Duration age(String name) {
        long now = nanos.getAsLong();
        return Duration.ofNanos(
                now - born.computeIfAbsent(name, unused -> now - tells(name).toNanos()));
    }

    private Duration tells(String name) {
        try {
            return place.age(name).orElse(Duration.ZERO);
        } catch (SharedPlaceException e) {
            // Younger than it is: then it is waited for, which costs nothing.
            return Duration.ZERO;
        }
    }
}
