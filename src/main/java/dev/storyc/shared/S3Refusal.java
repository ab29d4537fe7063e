package dev.storyc.shared;

import dev.storyc.shared.SharedPlaceException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What S3's refusals mean, and the SDK's own. Of what the far end says its code is shown and nothing else: its sentences
 * may hold what we sent.
 */
final class S3Refusal {
    private S3Refusal() {}

    /**
     * @param what the thing's whole address
     * @param done what can't be, such as {@code read}
     * @throws UncheckedIOException if it is about a file of this machine
     */
    static SharedPlaceException of(String what, String done, SdkException e) {
        UncheckedIOException local = cause(e, UncheckedIOException.class);
        if (local != null) {
            throw local;
        }
        SharedPlaceException known = cause(e, SharedPlaceException.class);
        if (known != null) {
            return known;
        }
        String cant = what + " can't be " + done + ": ";
        if (e instanceof S3Exception answer) {
            return new SharedPlaceException(kind(answer), cant + words(answer), e);
        }
        String said = String.valueOf(e.getMessage());
        if (said.contains("load credentials") || said.contains("credentials from any")) {
            return new SharedPlaceException(
                    Kind.FORBIDDEN,
                    cant
                            + "there are no credentials for it; AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, or AWS_PROFILE,"
                            + " or what the machine has of its cloud",
                    e);
        }
        if (said.contains("region")) {
            return new SharedPlaceException(
                    Kind.OTHER, cant + "no region is known; `shared_store_region` or AWS_REGION states it", e);
        }
        return new SharedPlaceException(kind(e), cant + words(e), e);
    }

    private static Kind kind(SdkException e) {
        return cause(e, SSLException.class) != null || (cause(e, IOException.class) == null && !timedOut(e))
                ? Kind.OTHER
                : Kind.UNREACHABLE;
    }

    private static String words(SdkException e) {
        if (cause(e, UnknownHostException.class) != null) {
            return "its host is not known";
        }
        if (cause(e, ConnectException.class) != null) {
            return "nobody answers there";
        }
        SSLException tls = cause(e, SSLException.class);
        if (tls != null) {
            return tls.getMessage() + "; STORYC_CA_FILE names more authorities";
        }
        if (timedOut(e) || cause(e, InterruptedIOException.class) != null) {
            return "no answer in time";
        }
        IOException broken = cause(e, IOException.class);
        return broken == null ? e.getClass().getSimpleName() : "it broke off: " + broken.getMessage();
    }

    private static boolean timedOut(SdkException e) {
        return e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || e instanceof AbortedException;
    }

    /** Whether something may have reached the far end before this. */
    static boolean sent(SdkException e) {
        return (cause(e, IOException.class) != null || timedOut(e))
                && cause(e, ConnectException.class) == null
                && cause(e, UnknownHostException.class) == null;
    }

    private static Kind kind(S3Exception e) {
        String code = code(e);
        if (code.contains("Storage") || code.contains("Quota") || code.equals("EntityTooLarge")) {
            return Kind.FULL;
        }
        return switch (e.statusCode()) {
            case 401, 403 -> Kind.FORBIDDEN;
            case 507 -> Kind.FULL;
            case 408, 409, 429, 500, 502, 503, 504 -> Kind.UNREACHABLE;
            default -> Kind.OTHER;
        };
    }

    private static String words(S3Exception e) {
        String code = code(e);
        String told = " (" + e.statusCode() + (code.isEmpty() ? "" : ", " + code) + ")";
        return switch (code) {
            case "NoSuchBucket" -> "there is no such bucket" + told;
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken" ->
                "its credentials are not taken" + told;
            case "RequestTimeTooSkewed" -> "this machine's clock is wrong" + told;
            case "PermanentRedirect", "AuthorizationHeaderMalformed" ->
                "the bucket is in another region; `shared_store_region` or AWS_REGION states it" + told;
            case "NotImplemented" -> "it doesn't do what is asked, such as writing only new names" + told;
            default ->
                switch (kind(e)) {
                    case FORBIDDEN -> "it is not allowed" + told;
                    case FULL -> "there is no room" + told;
                    case UNREACHABLE -> "not at the moment" + told;
                    default -> "it answers" + told;
                };
        };
    }

    /** The far end's code for what is wrong, which is a word. */
    static String code(S3Exception e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        return code == null || !code.matches("[A-Za-z0-9.]{1,60}") ? "" : code;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> kind) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return kind.cast(at);
            }
        }
        return null;
    }
}
