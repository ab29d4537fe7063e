package dev.storyc.shared;

import dev.storyc.shared.SharedPlaceException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** What an answer of a cache that is none of those wanted means. Nothing of its body is shown: it may echo what was sent. */
final class WebRefusal {
    private WebRefusal() {}

    static SharedPlaceException of(Request request, Response response) {
        boolean put = request.method().equals("PUT");
        String what = request.url() + " ";
        return switch (response.code()) {
            case 301, 302, 303, 307, 308 ->
                new SharedPlaceException(Kind.OTHER, what + "leads elsewhere" + elsewhere(request, response));
            case 401 ->
                new SharedPlaceException(
                        Kind.FORBIDDEN,
                        what + "wants other credentials (401): " + SharedAddressReader.USER + " and "
                                + SharedAddressReader.PASSWORD + ", or " + SharedAddressReader.TOKEN);
            case 403, 407 ->
                new SharedPlaceException(
                        Kind.FORBIDDEN,
                        what + "may not be " + (put ? "written" : "read") + " (" + response.code() + ")");
            case 404, 405, 409, 501 ->
                new SharedPlaceException(
                        put ? Kind.FORBIDDEN : Kind.OTHER,
                        what + (put ? "takes no PUT (" : "can't be read (") + response.code() + ")");
            case 413 -> new SharedPlaceException(Kind.FULL, what + "takes nothing so large (413)");
            case 507 -> new SharedPlaceException(Kind.FULL, what + "finds no room there (507)");
            case 408, 425, 429, 500, 502, 503, 504 ->
                new SharedPlaceException(
                        Kind.UNREACHABLE, what + "can't be had at the moment (" + response.code() + ")");
            default -> new SharedPlaceException(Kind.OTHER, what + "answers " + response.code());
        };
    }

    private static String elsewhere(Request request, Response response) {
        HttpUrl to = request.url().resolve(String.valueOf(response.header("Location", "")));
        return to == null ? "" : ", to " + to.host() + "; write the address at which the store itself is";
    }

    static SharedPlaceException of(String name, IOException e) {
        if (e instanceof UnknownHostException) {
            return new SharedPlaceException(Kind.UNREACHABLE, name + " can't be reached: its host is not known", e);
        }
        if (e instanceof SSLException) {
            return new SharedPlaceException(
                    Kind.OTHER, name + " can't be trusted: " + e.getMessage() + "; STORYC_CA_FILE names more", e);
        }
        String words = e instanceof ConnectException
                ? "can't be reached: nobody answers there"
                : e instanceof InterruptedIOException ? "didn't answer in time" : "broke off: " + e.getMessage();
        return new SharedPlaceException(Kind.UNREACHABLE, name + " " + words, e);
    }
}
