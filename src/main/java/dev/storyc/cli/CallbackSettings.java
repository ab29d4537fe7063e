package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.run.Tools.Calls;
import dev.storyc.serve.CallbackListener;
import dev.storyc.workspace.WorkspaceSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code storyc.yaml} says of callbacks.
 *
 * @param url where the far end is to send results, or null
 * @param listen where they come to on this machine, or null
 */
record CallbackSettings(@Nullable String url, @Nullable InetSocketAddress listen) {
    private static final String URL = "api.callback_url";
    private static final String LISTEN = "api.callback_listen";
    private static final Pattern PLACE =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9.-]{1,253})):([0-9]{1,5})");

    /** No callbacks. */
    static final CallbackSettings NONE = new CallbackSettings(null, null);

    static CallbackSettings of(WorkspaceSettings settings) {
        String url = settings.text(URL).filter(text -> !text.isBlank()).orElse(null);
        String listen = settings.text(LISTEN).filter(text -> !text.isBlank()).orElse(null);
        if (listen != null && url == null) {
            throw new UserError(
                    Exit.USAGE,
                    "`" + LISTEN + "` in storyc.yaml needs `" + URL
                            + "` beside it: the address under which the far end reaches it");
        }
        return new CallbackSettings(url == null ? null : address(url), listen == null ? null : place(listen));
    }

    private static String address(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean web = uri.getScheme() != null
                    && Set.of("http", "https").contains(uri.getScheme())
                    && uri.getHost() != null;
            if (web && uri.getRawUserInfo() == null && uri.getRawFragment() == null) {
                return uri.toString();
            }
        } catch (URISyntaxException e) {
            throw wrong(URL, "an address such as https://studio.example/storyc", text);
        }
        throw wrong(URL, "an address such as https://studio.example/storyc", text);
    }

    private static InetSocketAddress place(String text) {
        Matcher place = PLACE.matcher(text.strip());
        int port = place.matches() ? Integer.parseInt(place.group(3)) : 0;
        if (port < 1 || port > 65_535) {
            throw wrong(LISTEN, "HOST:PORT, such as 127.0.0.1:8090", text);
        }
        return new InetSocketAddress(place.group(1) == null ? place.group(2) : place.group(1), port);
    }

    private static UserError wrong(String key, String wanted, String written) {
        return new UserError(
                Exit.USAGE, "`" + key + "` in storyc.yaml must be " + wanted + ", and is `" + written + "`");
    }

    /** Listens, where that is wished for; null where it isn't, or can't be, which is said and holds nothing up. */
    @Nullable
    CallbackListener bind(Console console) {
        if (listen == null) {
            return null;
        }
        try {
            return CallbackListener.bind(listen);
        } catch (IOException e) {
            console.err()
                    .println("storyc: callbacks can't be heard at " + listen.getHostString() + ":" + listen.getPort()
                            + " (" + e.getMessage() + "): another build may hear them; this one asks by itself");
            return null;
        }
    }

    /** What a run has to know of it. */
    Calls calls(@Nullable CallbackListener listener) {
        if (url == null) {
            return Calls.NONE;
        }
        return listener == null ? Calls.ELSEWHERE : Calls.HEARD;
    }
}
