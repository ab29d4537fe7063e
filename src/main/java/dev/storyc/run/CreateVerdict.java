package dev.storyc.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storyc.job.CreateAnswer;
import dev.storyc.job.CreateAnswer.Scope;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an answer to a create means. Whatever could be a job that was taken is in doubt: a wrong "refused" would pay
 * twice.
 */
final class CreateVerdict {
    private static final Set<Integer> BUSY = Set.of(1302, 1303);
    private static final Set<Integer> MAYBE_TAKEN = Set.of(5000, 5001, 5002);
    private static final Set<Integer> MAYBE_TAKEN_STATUS = Set.of(408, 409, 425, 499);
    private static final int ADDRESS_NOT_ALLOWED = 1304;
    private static final int TOO_MANY_REQUESTS = 429;
    /** Of the refusals without a code, those that speak of the request itself. */
    private static final Set<Integer> ABOUT_THE_REQUEST = Set.of(400, 413, 415, 422);

    private static final BigDecimal BEYOND_BELIEF = new BigDecimal("1000000");

    private final Redaction redaction;

    CreateVerdict(Redaction redaction) {
        this.redaction = redaction;
    }

    CreateAnswer of(Reply reply) {
        String jobId = reply.jobId();
        // An id that holds our key could not be written down, nor asked for: it is no id.
        if (jobId != null && !redaction.holdsSecret(jobId)) {
            return accepted(jobId, reply);
        }
        int status = reply.status();
        int code = Objects.requireNonNullElse(reply.code(), 0);
        if (maybeTaken(status) || maybeTaken(code) || status < 200 || (status >= 300 && status < 400)) {
            return doubt(reply);
        }
        if (aboutTheAccount(code)) {
            return new CreateAnswer.Refused(reply.words(redaction), Scope.ACCOUNT);
        }
        if (status == TOO_MANY_REQUESTS || code == TOO_MANY_REQUESTS || BUSY.contains(code)) {
            return new CreateAnswer.Busy(reply.words(redaction));
        }
        if (code != 0) {
            return new CreateAnswer.Refused(reply.words(redaction), Scope.REQUEST);
        }
        if (reply.success()) {
            return doubt(reply);
        }
        Scope scope = ABOUT_THE_REQUEST.contains(status) ? Scope.REQUEST : Scope.ACCOUNT;
        return new CreateAnswer.Refused(reply.words(redaction), scope);
    }

    private CreateAnswer doubt(Reply reply) {
        String words = reply.success() ? "its answer holds no job id" : "it answered " + reply.words(redaction);
        return new CreateAnswer.InDoubt(words, redaction.raw(reply.body()));
    }

    /** A job id is a job, whatever the rest of the answer says; but the rest is told. */
    private CreateAnswer accepted(String jobId, Reply reply) {
        List<String> words = new ArrayList<>();
        if (!reply.success() || Objects.requireNonNullElse(reply.code(), 0) != 0) {
            words.add("it gave a job id, and answered " + reply.words(redaction));
        }
        String amount = amount(reply.data().path("amount"));
        BigDecimal dollars = dollars(amount);
        if (dollars == null) {
            words.add(
                    amount == null
                            ? "it named no amount, so the estimate stands"
                            : "its amount `" + amount + "` is no price, so the estimate stands");
        }
        return new CreateAnswer.Accepted(jobId, amount, dollars, words.isEmpty() ? null : String.join("; ", words));
    }

    /** By the status, or by a code that speaks as one: a gateway may pack a failure of its own into a 200. */
    private static boolean maybeTaken(int said) {
        return (said >= 500 && said < 600) || MAYBE_TAKEN.contains(said) || MAYBE_TAKEN_STATUS.contains(said);
    }

    private static boolean aboutTheAccount(int code) {
        return (code >= 1000 && code <= 1004)
                || (code >= 1100 && code <= 1103)
                || code == ADDRESS_NOT_ALLOWED
                || (code >= 401 && code <= 403);
    }

    private @Nullable String amount(JsonNode node) {
        return node.isTextual() || node.isNumber() ? redaction.words(node.asText()) : null;
    }

    private static @Nullable BigDecimal dollars(@Nullable String amount) {
        if (amount == null || !amount.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return null;
        }
        BigDecimal usd = new BigDecimal(amount);
        return usd.compareTo(BEYOND_BELIEF) > 0 ? null : usd;
    }
}
