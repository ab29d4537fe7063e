package dev.storyc.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.job.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * How long clips of each model have taken, from intent to film in the store, and so how long others will. It is the
 * median that counts: a job that another build took up the next day took hours by the ledger.
 */
public final class RenderTimes {
    /** A clip still to come. */
    record Ahead(String model, Duration elapsed) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, List<Duration>> byModel = new HashMap<>();

    /** What the ledger remembers of films that were stored. */
    public void learn(List<Job> stored) {
        for (Job job : stored) {
            model(job).ifPresent(model -> learn(model, Duration.between(job.started(), job.since())));
        }
    }

    void learn(String model, Duration took) {
        if (!took.isNegative()) {
            byModel.computeIfAbsent(model, unused -> new ArrayList<>()).add(took);
        }
    }

    /**
     * How long it takes until all are there, with so many rendered at once; empty if nothing is known of a model, or
     * nothing is ahead.
     *
     * @param running those that have begun
     * @param waiting those that begin in this order, each as soon as there is room
     */
    Optional<Duration> left(Collection<Ahead> running, Collection<Ahead> waiting, int lanes) {
        PriorityQueue<Duration> free = new PriorityQueue<>();
        Map<String, Duration> usual = new HashMap<>();
        byModel.forEach((model, took) -> usual.put(model, median(took)));
        Duration end = Duration.ZERO;
        for (Ahead clip : running) {
            Duration whole = usual.get(clip.model());
            if (whole == null) {
                return Optional.empty();
            }
            // One that takes longer than usual is thought to be nearly there.
            Duration rest = longer(whole.minus(clip.elapsed()), whole.dividedBy(10));
            free.add(rest);
            end = longer(end, rest);
        }
        while (free.size() < Math.max(1, lanes)) {
            free.add(Duration.ZERO);
        }
        for (Ahead clip : waiting) {
            Duration whole = usual.get(clip.model());
            if (whole == null) {
                return Optional.empty();
            }
            Duration done = free.remove().plus(whole);
            free.add(done);
            end = longer(end, done);
        }
        return end.isZero() ? Optional.empty() : Optional.of(end);
    }

    /** Roughly, as one says it: {@code about 6 min}. */
    static String words(Duration left) {
        long minutes = left.plusSeconds(30).toMinutes();
        if (minutes < 1) {
            return "less than a minute";
        }
        if (minutes < 90) {
            return "about " + minutes + " min";
        }
        long hours = left.plusMinutes(30).toHours();
        return "about " + hours + " h";
    }

    private static Duration median(List<Duration> took) {
        List<Duration> sorted = took.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static Optional<String> model(Job job) {
        try {
            return Optional.ofNullable(
                    JSON.readTree(job.asked().request()).path("model").textValue());
        } catch (JsonProcessingException e) {
            // An old or foreign row; there are others to learn from.
            return Optional.empty();
        }
    }
}
