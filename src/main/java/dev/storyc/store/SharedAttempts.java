package dev.storyc.store;

import dev.storyc.lower.Key;
import dev.storyc.shared.SharedPlace;
import dev.storyc.shared.SharedPlaceException;
import dev.storyc.shared.SignedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The attempts in a shared place: listed, read, and written once. Throws what the place throws. */
final class SharedAttempts {
    /** The longest request there is, with room. */
    private static final int MOST = 1 << 20;

    private static final int AT_ONCE = 16;

    private final SharedPlace place;
    private final SharedSeal seal;
    private final LongSupplier nanos;
    /** What was read once never changes. */
    private final Map<String, byte[]> read = new ConcurrentHashMap<>();
    /** When each thing was put there, by this process's counting clock. */
    private final Map<String, Long> born = new ConcurrentHashMap<>();

    SharedAttempts(SharedPlace place, SharedSeal seal, LongSupplier nanos) {
        this.place = place;
        this.seal = seal;
        this.nanos = nanos;
    }

    String placeName() {
        return place.name();
    }

    /** Whether the record of a film of this very job is there: of a key that was bought again, the first one's may be. */
    boolean recorded(Key key, @Nullable String jobId) {
        return jobId != null
                && place.read(SharedFilms.record(key), MOST)
                        .filter(bytes -> seal.open(bytes, key.hex()) instanceof SignedRecord.Believed record
                                && record.text().contains('"' + jobId + '"'))
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
                .orElseThrow(() -> damaged(name, "is missing, and what came of it is there"));
    }

    /** What was told in one of its files; empty where that isn't there. */
    Optional<SharedFact> fact(SharedAttempt attempt, String file) {
        return attempt.has(file) ? understood(attempt.name(file), SharedFact::of) : Optional.empty();
    }

    private <T> Optional<T> understood(String name, Function<byte[], T> reader) {
        byte[] text = read.get(name);
        if (text == null) {
            text = place.read(name, MOST).map(bytes -> believed(name, bytes)).orElse(null);
        }
        if (text == null) {
            return Optional.empty();
        }
        try {
            T understood = reader.apply(text);
            read.put(name, text);
            return Optional.of(understood);
        } catch (IllegalArgumentException e) {
            throw damaged(name, "is none of storyc's: " + e.getMessage());
        }
    }

    /** A word that may be anybody's decides nothing: neither that a job is paid nor that it may be paid again. */
    private byte[] believed(String name, byte[] bytes) {
        SignedRecord.Found found = seal.open(bytes, name);
        if (found instanceof SignedRecord.Refused refused) {
            throw damaged(name, refused.words());
        }
        return ((SignedRecord.Believed) found).text().getBytes(StandardCharsets.UTF_8);
    }

    private SharedPlaceException damaged(String name, String why) {
        return new SharedPlaceException(
                SharedPlaceException.Kind.DAMAGED,
                name + " in " + place.name() + " " + why
                        + ". It may stand for a job that was paid: look at it, and take it away by hand if it doesn't");
    }

    /**
     * Writes a file once.
     *
     * @param text what it says, which is sealed first
     * @return whether these very bytes are there now; else somebody else's are
     * @throws SharedPlaceException if that can't be told: they may be there, or come to be
     */
    boolean put(String name, byte[] text) {
        byte[] bytes = seal.seal(name, new String(text, StandardCharsets.UTF_8));
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

    /** Several at once, for each waits for the place most of the time. */
    <T> void each(Collection<T> items, Consumer<T> work) {
        try {
            SeveralAtOnce.each(AT_ONCE, List.copyOf(items), work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SharedPlaceException(
                    SharedPlaceException.Kind.UNREACHABLE, place.name() + " was not asked to the end", e);
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
