package dev.storyc.emulator;

import dev.storyc.media.Animatic;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The faults that have names, so that a file can ask for them. */
final class NamedFaults {
    private static final CallFault BUSY = new CallFault.Answer(
            429,
            Map.of("Retry-After", "1", "Content-Type", "application/json"),
            "{\"code\":429,\"info\":\"slow down\"}");
    private static final CallFault GARBAGE =
            new CallFault.Answer(200, Map.of("Content-Type", "text/html"), "<html><body>Welcome!</body></html>");
    private static final CallFault RESET = new CallFault.Drop();
    private static final CallFault HANG = new CallFault.Hang();
    private static final Duration SLOW_FILM = Duration.ofSeconds(5);
    private static final int SLOW_JOB = 10;

    private NamedFaults() {}

    /** Of a create; what ends in {@code -after} has made and billed a job before it goes wrong. */
    static final Map<String, CreateFault> CREATE;

    /** Of a query, by the job's id that was asked for. */
    static final Map<String, Function<String, CallFault>> QUERY;

    /** Of an accepted job. */
    static final Map<String, JobFault> JOB;

    /** Of a film's download. */
    static final Map<String, FilmFault> FILM;

    static {
        Map<String, CreateFault> create = new LinkedHashMap<>();
        create.put("refuse", before(refusal(200, 1201, "the prompt can't be used")));
        create.put("policy", before(refusal(200, 1301, "the prompt is against the content policy")));
        create.put("account", before(refusal(429, 1102, "the account's balance is not enough")));
        create.put("busy", before(BUSY));
        create.put("too-many", before(refusal(200, 1303, "too many jobs in flight")));
        create.put("error-before", before(refusal(503, 5001, "temporarily not available")));
        create.put("error-after", after(refusal(502, 5000, "internal error")));
        create.put("reset-before", before(RESET));
        create.put("reset-after", after(RESET));
        create.put("hang-before", before(HANG));
        create.put("hang-after", after(HANG));
        create.put("garbage-before", before(GARBAGE));
        create.put("garbage-after", after(GARBAGE));
        CREATE = Collections.unmodifiableMap(create);

        Map<String, Function<String, CallFault>> query = new LinkedHashMap<>();
        query.put("busy", id -> BUSY);
        query.put("error", id -> refusal(503, 5001, "temporarily not available"));
        query.put("reset", id -> RESET);
        query.put("hang", id -> HANG);
        query.put("garbage", id -> GARBAGE);
        query.put(
                "unknown-status",
                id -> new CallFault.Answer(200, "{\"code\":0,\"data\":{\"id\":\"" + id + "\",\"status\":77}}"));
        query.put("no-such-job", id -> refusal(200, 1203, "no such job"));
        QUERY = Collections.unmodifiableMap(query);

        Map<String, JobFault> job = new LinkedHashMap<>();
        job.put("fails-refunded", new JobFault.Fails("the render failed; it was refunded", true));
        job.put("fails-charged", new JobFault.Fails("1301: the film is against the content policy", false));
        job.put("fails-busy", new JobFault.Fails("1303: too many jobs in flight", true));
        job.put("stuck", new JobFault.Stuck());
        job.put("slow", new JobFault.Slow(SLOW_JOB));
        job.put("no-address", new JobFault.NoAddress());
        JOB = Collections.unmodifiableMap(job);

        Map<String, FilmFault> film = new LinkedHashMap<>();
        film.put("missing", new FilmFault.Missing());
        film.put("expired", new FilmFault.Missing(403));
        film.put("cut-short", new FilmFault.CutShort(0.6));
        film.put("reset", new FilmFault.Dropped(0.5));
        film.put("not-a-film", new FilmFault.NotAFilm("text/html", "<html><body>Gone.</body></html>"));
        film.put("not-as-asked", new FilmFault.NotAsAsked(NamedFaults::silentAndShort));
        film.put("slow", new FilmFault.Slow(SLOW_FILM));
        film.put("redirect", new FilmFault.Redirect(FilmFault.MOVED));
        film.put("redirect-loop", new FilmFault.Redirect(FilmFault.LOOP));
        film.put("redirect-inward", new FilmFault.Redirect("http://169.254.169.254/latest/meta-data/"));
        FILM = Collections.unmodifiableMap(film);
    }

    private static CreateFault before(CallFault fault) {
        return new CreateFault(false, fault);
    }

    private static CreateFault after(CallFault fault) {
        return new CreateFault(true, fault);
    }

    private static CallFault refusal(int status, int code, String info) {
        return new CallFault.Answer(
                status,
                Map.of("Content-Type", "application/json"),
                "{\"code\":" + code + ",\"info\":\"" + info + "\"}");
    }

    /** A second long, of another shape and without sound: wrong in every way that is looked at. */
    private static Animatic silentAndShort(Animatic asked) {
        return new Animatic(
                /* width= */ asked.height(),
                /* height= */ asked.width(),
                false,
                asked.title(),
                asked.labels(),
                null,
                false,
                List.of(new Animatic.Card(1, asked.cards().get(0).prompt())));
    }
}
