package dev.storyc.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.job.FarJob;
import dev.storyc.job.FarStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What an answer to a query means. Failure is looked for first: a failed job is finished too. */
final class QueryVerdict {
    private static final Set<String> SUCCEEDED = Set.of("2", "succeeded", "completed");
    private static final Set<String> FAILED = Set.of("3", "failed", "error", "canceled", "cancelled");
    private static final Set<String> UNFINISHED =
            Set.of("0", "1", "pending", "queued", "submitted", "processing", "running", "in_progress");
    private static final int TOO_MANY_REQUESTS = 429;

    /** Codes of a far end that is busy, or out for a moment. */
    private static final Set<Integer> PASSING = Set.of(TOO_MANY_REQUESTS, 1302, 1303, 5000, 5001, 5002);

    private static final TypeReference<Map<String, Object>> ARGS = new TypeReference<>() {};
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long MILLIS_FROM = 100_000_000_000L;
    private static final int LONGEST_ADDRESS = 8000;

    private final Redaction redaction;

    QueryVerdict(Redaction redaction) {
        this.redaction = redaction;
    }

    FarJob of(Reply reply) {
        JsonNode data = reply.data();
        Integer code = reply.code();
        if (!reply.success() || (code != null && code != 0) || !data.isObject()) {
            return FarJob.of(trouble(reply, code));
        }
        JsonNode args = data.path("args");
        JsonNode id = data.path("id");
        return new FarJob(
                id.isTextual() || id.isIntegralNumber() ? redaction.words(id.asText()) : null,
                data.path("model").isTextual()
                        ? redaction.words(data.path("model").textValue())
                        : null,
                args.isObject() ? JSON.convertValue(args, ARGS) : null,
                time(data.path("created_at")),
                status(data));
    }

    private FarStatus trouble(Reply reply, @Nullable Integer code) {
        boolean account = code != null && ((code >= 1000 && code <= 1004) || (code >= 1100 && code <= 1103));
        if (account || reply.status() == 401 || reply.status() == 402 || reply.status() == 403) {
            return new FarStatus.Denied(reply.words(redaction));
        }
        boolean odd = reply.success() && (code == null || code == 0);
        if (odd) {
            return new FarStatus.Unclear("its answer can't be read", true);
        }
        boolean out = reply.status() >= 500
                || reply.status() == TOO_MANY_REQUESTS
                || (code != null && PASSING.contains(code));
        return new FarStatus.Unclear("it answered " + reply.words(redaction), out);
    }

    private FarStatus status(JsonNode data) {
        String status = data.path("status").asText().toLowerCase(Locale.ROOT).strip();
        if (FAILED.contains(status)) {
            String error = redaction.words(error(data.path("error")));
            JsonNode refunded = data.path("refunded");
            return new FarStatus.Failed(
                    error.isEmpty() ? "failed without a reason" : error,
                    refunded.isBoolean() ? refunded.booleanValue() : null);
        }
        if (SUCCEEDED.contains(status)) {
            return ready(data.path("result").path("videos"));
        }
        return UNFINISHED.contains(status)
                ? new FarStatus.Unfinished()
                : new FarStatus.Unclear("it tells a status nobody knows: " + redaction.words(status), false);
    }

    /** A text, or an object of a code and a text. */
    private static String error(JsonNode error) {
        if (!error.isObject()) {
            return error.asText();
        }
        String code = error.path("code").asText();
        String words = error.path("message").asText();
        return code.isEmpty() || words.isEmpty() ? code + words : code + ": " + words;
    }

    private FarStatus ready(JsonNode videos) {
        String fault = "gives no address for it";
        for (JsonNode video : videos) {
            JsonNode url = video.path("url");
            if (url.isTextual()) {
                String wrong = fault(url.textValue());
                if (wrong == null) {
                    return new FarStatus.Ready(url.textValue());
                }
                fault = wrong;
            }
        }
        return new FarStatus.NoAddress("it says the film is ready, and " + fault);
    }

    /** Why an address can't be used; null if it can. */
    private @Nullable String fault(String url) {
        if (url.length() > LONGEST_ADDRESS) {
            return "gives an address of " + url.length() + " characters";
        }
        // Read as the download will read it. URI is stricter: it knows no host with an underscore and no blank in a
        // path, and a film that was paid for must not be lost by that.
        if (HttpUrl.parse(url) == null) {
            return "the address it gives is none of the web: " + redaction.words(url);
        }
        return redaction.holdsSecret(url)
                ? "the address it gives holds the API key, which goes to the API alone"
                : null;
    }

    /** Seconds or milliseconds since 1970, or a date and time with its offset; the far end doesn't say which. */
    private static @Nullable Instant time(JsonNode node) {
        try {
            if (node.isIntegralNumber() || (node.isTextual() && node.textValue().matches("\\d{9,14}"))) {
                long number = node.asLong();
                return number >= MILLIS_FROM ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
            }
            return node.isTextual() ? OffsetDateTime.parse(node.textValue()).toInstant() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
