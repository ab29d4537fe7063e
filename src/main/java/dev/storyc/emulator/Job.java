package dev.storyc.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An accepted job. How far it is follows from the time alone, so that jobs in flight cost no threads and no timers.
 *
 * @param id what the far end calls it
 * @param request what was asked
 * @param argsJson its arguments as they are told back
 * @param distinct which request this is, of those that are alike
 * @param amount what it costs, in dollars
 * @param fault how it goes wrong, if it does
 * @param created when it was accepted
 * @param time how long it takes
 */
record Job(
        String id,
        CreateRequest request,
        String argsJson,
        String distinct,
        BigDecimal amount,
        Optional<JobFault> fault,
        Instant created,
        Duration time) {
    private static final int WAITING = 0;
    private static final int RUNNING = 1;
    private static final int SUCCEEDED = 2;
    private static final int FAILED = 3;
    private static final List<String> WORDS = List.of("waiting", "running", "succeeded", "failed");

    private int status(Instant now) {
        Duration age = Duration.between(created, now);
        boolean stuck = fault.filter(f -> f instanceof JobFault.Stuck).isPresent();
        if (stuck || age.compareTo(time) < 0) {
            return age.compareTo(time.dividedBy(5)) < 0 ? WAITING : RUNNING;
        }
        return fault.filter(f -> f instanceof JobFault.Fails).isPresent() ? FAILED : SUCCEEDED;
    }

    boolean succeeded(Instant now) {
        return status(now) == SUCCEEDED;
    }

    /** Its state in a word. */
    String state(Instant now) {
        return WORDS.get(status(now));
    }

    boolean refunded(Instant now) {
        return status(now) == FAILED
                && fault.filter(f -> f instanceof JobFault.Fails fails && fails.refunded())
                        .isPresent();
    }

    /** The {@code data} of a query's answer. */
    ObjectNode data(Instant now, URI film) {
        int status = status(now);
        boolean finished = status == SUCCEEDED || status == FAILED;
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("id", id);
        data.put("model", request.payload().model());
        data.putRawValue("args", new RawValue(argsJson));
        data.put("status", status);
        data.put("credit", amount.toPlainString());
        data.put("refunded", refunded(now));
        data.put("created_at", created.toString());
        data.put("updated_at", finished ? created.plus(time).toString() : created.toString());
        data.put("finished_at", finished ? created.plus(time).toString() : null);
        data.put(
                "error",
                fault.map(f -> finished && f instanceof JobFault.Fails fails ? fails.error() : "")
                        .orElse(""));
        ObjectNode result = data.putObject("result");
        boolean address = fault.filter(f -> f instanceof JobFault.NoAddress).isEmpty();
        if (status == SUCCEEDED && address) {
            result.putArray("videos").addObject().put("url", film.toString());
        }
        return data;
    }
}
