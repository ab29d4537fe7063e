package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.run.ApiKey;
import dev.storyc.run.WebAccess;
import dev.storyc.store.Realm;
import dev.storyc.workspace.WorkspaceSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which API is talked to, and with which key: the rules about where a secret may go. */
final class ApiAddress {
    private static final URI DEFAULT = URI.create("https://api.shortapi.ai");
    private static final String ENVIRONMENT = "STORYC_API_URL";
    private static final String KEY = "SHORTAPI_KEY";

    private ApiAddress() {}

    /**
     * The API's address, by the flag, else the environment, else {@code storyc.yaml}, else the default.
     *
     * @throws UserError if it may not be used: a file in git must not be able to lead a secret anywhere
     */
    static URI of(@Nullable String flag, Console console, WorkspaceSettings settings) {
        String environment = console.variable(ENVIRONMENT);
        if (flag != null) {
            return checked(flag, "--api-url");
        }
        if (!environment.isEmpty()) {
            return checked(environment, ENVIRONMENT);
        }
        Optional<String> written = settings.text("api.url").filter(url -> !url.isBlank() && !url.equals("null"));
        if (written.isEmpty()) {
            return DEFAULT;
        }
        URI url = checked(written.get(), "`api.url` in storyc.yaml");
        if (!sameOrigin(url, DEFAULT) && !Realm.loopback(host(url))) {
            throw new UserError(
                    Exit.USAGE,
                    "`api.url` in storyc.yaml is " + url + ", where no key is sent on a file's word;"
                            + " to use it, say --api-url " + url + " or set " + ENVIRONMENT);
        }
        return url;
    }

    /** The key by {@code --key-file}, else the environment; empty where there is none. */
    static Optional<ApiKey> key(@Nullable Path file, Console console) throws IOException {
        String text = file == null ? console.variable(KEY) : Files.readString(file);
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ApiKey(text));
        } catch (IllegalArgumentException e) {
            throw new UserError(Exit.USAGE, (file == null ? KEY : "the key file") + " holds no key: " + e.getMessage());
        }
    }

    /** The key, where there must be one. */
    static ApiKey requiredKey(@Nullable Path file, Console console) throws IOException {
        return key(file, console)
                .orElseThrow(() -> new UserError(
                        Exit.USAGE, "there is no API key: set " + KEY + ", or name a file with --key-file"));
    }

    /** The way to it, as the environment says; a mistake there is told before anything is sent. */
    static WebAccess web(Console console, Path folder) {
        WebAccess web = new WebAccess(console.environment(), folder);
        try {
            web.ready();
        } catch (WebAccess.WebAccessException e) {
            throw new UserError(Exit.USAGE, String.valueOf(e.getMessage()));
        }
        return web;
    }

    private static URI checked(String text, String where) {
        try {
            URI url = new URI(text.strip());
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("https") || scheme.equals("http");
            boolean bare = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
            if (!web || url.getHost() == null || !bare) {
                throw new UserError(Exit.USAGE, where + " must be an address such as " + DEFAULT);
            }
            if (scheme.equals("http") && !Realm.loopback(host(url))) {
                throw new UserError(Exit.USAGE, where + " is plain http, which would show the key to the network");
            }
            return url;
        } catch (URISyntaxException e) {
            throw new UserError(Exit.USAGE, where + " is no address: " + e.getReason());
        }
    }

    private static boolean sameOrigin(URI one, URI other) {
        return Realm.of(one).equals(Realm.of(other))
                && String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme());
    }

    private static String host(URI url) {
        return url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
    }
}
