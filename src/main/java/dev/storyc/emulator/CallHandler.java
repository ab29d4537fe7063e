package dev.storyc.emulator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.storyc.catalog.ModelCatalog;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The API's two calls, and the count of them. */
final class CallHandler {
    static final String CREATE = "/api/v1/job/create";
    static final String QUERY = "/api/v1/job/query";
    static final String STATS = "/__stats";

    private static final int MOST_BODY_BYTES = 1 << 20;
    private static final int UNAUTHORIZED = 1001;
    private static final int NO_SUCH_JOB = 1203;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ModelCatalog catalog;
    private final EmulatorSettings settings;
    private final Faults faults;
    private final Clock clock;
    private final JobBook book;
    private final Callbacks callbacks;
    private final Supplier<URI> root;

    /** @param root where the emulator is, once it has been started */
    CallHandler(
            ModelCatalog catalog,
            EmulatorSettings settings,
            Faults faults,
            Clock clock,
            JobBook book,
            Callbacks callbacks,
            Supplier<URI> root) {
        this.catalog = catalog;
        this.settings = settings;
        this.faults = faults;
        this.clock = clock;
        this.book = book;
        this.callbacks = callbacks;
        this.root = root;
    }

    void create(HttpExchange exchange) throws IOException {
        int n = (int) book.creates.incrementAndGet();
        if (turnedAway(exchange, "POST", book.refusedCreates)) {
            return;
        }
        CreateRequest request;
        try {
            request = read(exchange);
        } catch (RefusedException e) {
            book.refusedCreates.incrementAndGet();
            Answers.refusal(exchange, 200, e.code(), String.valueOf(e.getMessage()));
            return;
        }
        book.asked(request);
        CreateFault fault = faults.create(n, request.payload()).orElse(null);
        if (fault != null) {
            if (fault.accepted()) {
                accept(request);
            }
            Answers.fault(exchange, fault.then());
            return;
        }
        Job job = accept(request);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("job_id", job.id());
        data.put("amount", job.amount().toPlainString());
        Answers.data(exchange, data);
    }

    private CreateRequest read(HttpExchange exchange) throws RefusedException, IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
        if (body.length > MOST_BODY_BYTES) {
            throw RefusedException.input("the body is larger than " + MOST_BODY_BYTES + " bytes");
        }
        return CreateRequest.read(body, catalog);
    }

    private Job accept(CreateRequest request) {
        Job job = book.accept(request);
        URI callback = request.callback();
        if (callback != null) {
            callbacks.send(
                    callback,
                    settings.jobTime(),
                    () -> Answers.success(data(job)).toString().getBytes(StandardCharsets.UTF_8));
        }
        return job;
    }

    void query(HttpExchange exchange) throws IOException {
        int n = (int) book.queries.incrementAndGet();
        if (turnedAway(exchange, "GET")) {
            return;
        }
        String query = exchange.getRequestURI().getQuery();
        String id = query != null && query.startsWith("id=") ? query.substring("id=".length()) : "";
        Optional<CallFault> fault = faults.query(n, id);
        Optional<Job> job = book.find(id);
        if (fault.isPresent()) {
            Answers.fault(exchange, fault.get());
        } else if (job.isEmpty()) {
            Answers.refusal(exchange, 200, NO_SUCH_JOB, "no such job: '" + id + "'");
        } else {
            Answers.data(exchange, data(job.get()));
        }
    }

    private ObjectNode data(Job job) {
        return job.data(clock.instant(), root.get().resolve(FilmHandler.PATH + job.id() + FilmHandler.SUFFIX));
    }

    void stats(HttpExchange exchange) throws IOException {
        EmulatorStats stats = book.stats();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("creates", stats.creates());
        answer.put("refused_creates", stats.refusedCreates());
        answer.put("jobs", stats.jobs());
        answer.set("jobs_by_state", JSON.valueToTree(stats.jobsByState()));
        answer.put("queries", stats.queries());
        answer.put("downloads", stats.downloads());
        answer.put("authorization_on_film_host", stats.authorizationOnFilmHost());
        answer.put("billed_usd", stats.billedUsd().toPlainString());
        answer.set("faults", JSON.valueToTree(stats.faults()));
        ObjectNode distinct = answer.putObject("distinct");
        stats.distinct().forEach((key, of) -> {
            ObjectNode entry = distinct.putObject(key);
            entry.put("creates", of.creates());
            entry.put("jobs", of.jobIds().size());
            entry.put("billed_usd", of.billedUsd().toPlainString());
            entry.set("job_ids", JSON.valueToTree(of.jobIds()));
        });
        // One property a line, so that a script's grep will do.
        String text = answer.toPrettyString() + "\n";
        Answers.send(exchange, 200, Map.of("Content-Type", "application/json"), text);
    }

    /** Answers a call with the wrong method or without a key. */
    private boolean turnedAway(HttpExchange exchange, String method) throws IOException {
        return turnedAway(exchange, method, new AtomicLong());
    }

    /** @param counted goes up before the answer goes out, so that whoever has the answer finds it counted */
    private boolean turnedAway(HttpExchange exchange, String method, AtomicLong counted) throws IOException {
        if (!exchange.getRequestMethod().equals(method)) {
            counted.incrementAndGet();
            Answers.send(exchange, 405, Map.of("Allow", method), "");
            return true;
        }
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        if (settings.requireKey() && (key == null || !key.startsWith("Bearer ak-"))) {
            counted.incrementAndGet();
            Answers.refusal(exchange, 401, UNAUTHORIZED, "authentication failed: a key begins with ak-");
            return true;
        }
        return false;
    }
}
