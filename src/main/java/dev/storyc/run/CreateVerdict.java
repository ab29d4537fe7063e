package dev.storyc.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storyc.job.CreateAnswer;
import dev.storyc.job.CreateAnswer.Scope;
import java.math.BigDecimal;
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
        if (jobId != null) {
            String amount = amount(reply.data().path("amount"));
            return new CreateAnswer.Accepted(jobId, amount, dollars(amount));
        }
        int status = reply.status();
        Integer code = reply.code();
        if (status < 200 || (status >= 300 && status < 400) || status >= 500 || MAYBE_TAKEN_STATUS.contains(status)) {
            return doubt(reply);
        }
        if (code != null && MAYBE_TAKEN.contains(code)) {
            return doubt(reply);
        }
        if (code != null && aboutTheAccount(code)) {
            return new CreateAnswer.Refused(reply.words(redaction), Scope.ACCOUNT);
        }
        if (status == TOO_MANY_REQUESTS || (code != null && BUSY.contains(code))) {
            return new CreateAnswer.Busy(reply.words(redaction));
        }
        if (code != null && code != 0) {
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

    private static boolean aboutTheAccount(int code) {
        return (code >= 1000 && code <= 1004) || (code >= 1100 && code <= 1103) || code == ADDRESS_NOT_ALLOWED;
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
