package dev.storyc.emulator;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an emulator was asked so far, as {@code GET /__stats} tells it.
 *
 * @param creates calls to create that reached it, refused and faulty ones included
 * @param refusedCreates those it refused by its own rules
 * @param jobs jobs it accepted
 * @param jobsByState how many of them are waiting, running, succeeded or failed at this moment
 * @param queries calls to query
 * @param downloads requests for a film, ranges counted singly
 * @param authorizationOnFilmHost requests for a film that carried credentials, which must never happen
 * @param billedUsd dollars billed, less what was refunded
 * @param faults how often each fault went off, by its name, where its plan counts
 * @param distinct by the key of the request's first take, what came and was accepted for it
 */
public record EmulatorStats(
        long creates,
        long refusedCreates,
        long jobs,
        Map<String, Long> jobsByState,
        long queries,
        long downloads,
        long authorizationOnFilmHost,
        BigDecimal billedUsd,
        Map<String, Long> faults,
        Map<String, Distinct> distinct) {
    /**
     * One request, by model and arguments, however often it came.
     *
     * @param creates how often it came, faulty calls included
     * @param jobIds the jobs accepted for it, in order
     * @param billedUsd what they cost together, less what was refunded
     */
    public record Distinct(long creates, List<String> jobIds, BigDecimal billedUsd) {
        public Distinct {
            jobIds = List.copyOf(jobIds);
        }
    }

    public EmulatorStats {
        // Sorted, so that two answers compare by eye.
        jobsByState = Collections.unmodifiableMap(new TreeMap<>(jobsByState));
        faults = Collections.unmodifiableMap(new TreeMap<>(faults));
        distinct = Collections.unmodifiableMap(new TreeMap<>(distinct));
    }
}
