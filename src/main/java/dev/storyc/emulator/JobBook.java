package dev.storyc.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.lower.RequestKey;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** All jobs an emulator accepted, and the counts of what it was asked. Any thread may call. */
final class JobBook {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EmulatorSettings settings;
    private final Faults faults;
    private final Clock clock;
    private final RandomGenerator random;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Long> asked = new HashMap<>();

    final AtomicLong creates = new AtomicLong();
    final AtomicLong refusedCreates = new AtomicLong();
    final AtomicLong queries = new AtomicLong();
    final AtomicLong downloads = new AtomicLong();
    final AtomicLong authorizationOnFilmHost = new AtomicLong();

    JobBook(EmulatorSettings settings, Faults faults, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.faults = faults;
        this.clock = clock;
        this.random = random;
    }

    /** Makes, and bills, a job. */
    synchronized Job accept(CreateRequest request) {
        BigDecimal amount = settings.free()
                ? BigDecimal.ZERO
                : request.model()
                        .prices()
                        .price(request.payload().args(), request.seconds())
                        .orElse(BigDecimal.ZERO);
        Optional<JobFault> fault = faults.job(jobs.size() + 1, request.payload());
        int times = fault.orElse(null) instanceof JobFault.Slow slow ? slow.times() : 1;
        Job job = new Job(
                newId(),
                request,
                json(request.payload().args()),
                distinct(request),
                amount,
                fault,
                clock.instant(),
                settings.jobTime().multipliedBy(times));
        jobs.put(job.id(), job);
        faults.accepted(job.id(), request.payload());
        return job;
    }

    /** Notes that a create came that is right in itself, whatever becomes of it. */
    synchronized void asked(CreateRequest request) {
        asked.merge(distinct(request), 1L, Long::sum);
    }

    private static String distinct(CreateRequest request) {
        return RequestKey.of(request.payload(), 1).hex();
    }

    /** Never one that another emulator gave: a ledger may remember it. */
    private String newId() {
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON can be written as JSON", e);
        }
    }

    synchronized Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    synchronized EmulatorStats stats() {
        Instant now = clock.instant();
        Map<String, List<String>> ids = new HashMap<>();
        Map<String, BigDecimal> billed = new HashMap<>();
        Map<String, Long> states = new TreeMap<>();
        BigDecimal all = BigDecimal.ZERO;
        for (Job job : jobs.values()) {
            BigDecimal cost = job.refunded(now) ? BigDecimal.ZERO : job.amount();
            ids.computeIfAbsent(job.distinct(), unused -> new ArrayList<>()).add(job.id());
            billed.merge(job.distinct(), cost, BigDecimal::add);
            states.merge(job.state(now), 1L, Long::sum);
            all = all.add(cost);
        }
        Map<String, EmulatorStats.Distinct> distinct = new HashMap<>();
        asked.forEach((key, creates) -> distinct.put(
                key,
                new EmulatorStats.Distinct(
                        creates, ids.getOrDefault(key, List.of()), billed.getOrDefault(key, BigDecimal.ZERO))));
        return new EmulatorStats(
                creates.get(),
                refusedCreates.get(),
                jobs.size(),
                states,
                queries.get(),
                downloads.get(),
                authorizationOnFilmHost.get(),
                all,
                faults.injected(),
                distinct);
    }
}
