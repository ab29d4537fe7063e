package dev.storyc.emulator;

import dev.storyc.lower.Payload;
import dev.storyc.lower.RequestKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Faults by name that go off at the n-th call of their kind, or by chance.
 *
 * <p>Chance is no dice: it follows from the seed, the request and how often it has come, so that the same storyboard
 * meets the same fate in whatever order its clips arrive. Only what is told to go off at the n-th call hangs on that
 * order. Of several that would go off at once, one that names the call goes first; chances of one kind are added.
 */
public final class PlannedFaults implements Faults {
    private static final Map<String, Map<String, ?>> KINDS = new TreeMap<>(Map.of(
            "create",
            NamedFaults.CREATE,
            "query",
            NamedFaults.QUERY,
            "job",
            NamedFaults.JOB,
            "film",
            NamedFaults.FILM));

    private final long seed;
    private final Map<String, FaultTimes> times;
    private final Map<String, Long> asked = new HashMap<>();
    private final Map<String, String> jobs = new HashMap<>();
    private final Map<String, Long> injected = new TreeMap<>();

    /**
     * @param seed another one is another run of bad luck
     * @param times by {@linkplain #names names}, such as {@code create.busy}
     * @throws IllegalArgumentException for a name that is none
     */
    public PlannedFaults(long seed, Map<String, FaultTimes> times) {
        this.seed = seed;
        this.times = Collections.unmodifiableMap(new TreeMap<>(times));
        Set<String> known = names();
        for (String name : times.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("no fault is called " + name);
            }
        }
    }

    /** Every name there is: the kind of call, a dot, and what goes wrong. */
    public static Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        KINDS.forEach((kind, faults) -> faults.keySet().forEach(name -> names.add(kind + "." + name)));
        return names;
    }

    @Override
    public Optional<CreateFault> create(int n, Payload request) {
        return next("create", n, key(request)).map(NamedFaults.CREATE::get);
    }

    @Override
    public Optional<JobFault> job(int n, Payload request) {
        return next("job", n, key(request)).map(NamedFaults.JOB::get);
    }

    @Override
    public synchronized void accepted(String jobId, Payload request) {
        String key = key(request);
        jobs.put(jobId, key + " " + asked.merge("accepted " + key, 1L, Long::sum));
    }

    @Override
    public Optional<CallFault> query(int n, String jobId) {
        return next("query", n, job(jobId)).map(NamedFaults.QUERY::get).map(fault -> fault.apply(jobId));
    }

    @Override
    public Optional<FilmFault> film(int n, String jobId) {
        return next("film", n, job(jobId)).map(NamedFaults.FILM::get);
    }

    @Override
    public synchronized Map<String, Long> injected() {
        return new TreeMap<>(injected);
    }

    private static String key(Payload request) {
        return RequestKey.of(request, 1).hex();
    }

    /** Its id is another in each run; which job of which request it is stays. */
    private synchronized String job(String jobId) {
        return jobs.getOrDefault(jobId, jobId);
    }

    private synchronized Optional<String> next(String kind, int n, String about) {
        String what = kind + " " + about;
        String name = named(kind, n, what + " " + asked.merge(what, 1L, Long::sum));
        if (name == null) {
            return Optional.empty();
        }
        injected.merge(name, 1L, Long::sum);
        return Optional.of(name.substring(kind.length() + 1));
    }

    private @Nullable String named(String kind, int n, String occasion) {
        double luck = luck(occasion);
        String byChance = null;
        for (Map.Entry<String, FaultTimes> fault : times.entrySet()) {
            if (!fault.getKey().startsWith(kind + ".")) {
                continue;
            }
            if (fault.getValue().at().contains(n)) {
                return fault.getKey();
            }
            if (byChance == null && luck < fault.getValue().chance()) {
                byChance = fault.getKey();
            }
            luck -= fault.getValue().chance();
        }
        return byChance;
    }

    /** From 0 to 1, evenly spread, and the same for the same occasion. */
    private double luck(String occasion) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((seed + " " + occasion).getBytes(StandardCharsets.UTF_8));
            return (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1.0p-53;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
