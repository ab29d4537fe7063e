package dev.storyc.shared;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is said of a shared store: all that is wrong with it is told at once, before anything is opened or sent.
 *
 * <p>What a file says may be anybody's word. So an address of a file gets no credentials unless {@value #TRUSTED} lists its
 * host or bucket, and loopback is no exception: any program on this machine may listen there.
 */
public final class SharedAddressReader {
    /** Lists hosts and buckets that credentials may go to. */
    public static final String TRUSTED = "STORYC_TRUSTED_HOSTS";

    static final String USER = "STORYC_SHARED_STORE_USER";
    static final String PASSWORD = "STORYC_SHARED_STORE_PASSWORD";
    static final String TOKEN = "STORYC_SHARED_STORE_TOKEN";

    private final Map<String, String> environment;
    private final Path root;
    private final Path home;
    private final List<String> mistakes = new ArrayList<>();

    /**
     * @param root where a relative folder begins
     * @param home what {@code ~} stands for
     */
    public SharedAddressReader(Map<String, String> environment, Path root, Path home) {
        this.environment = Map.copyOf(environment);
        this.root = root;
        this.home = home;
    }

    /** @throws SharedAddressException if anything of it can't be followed */
    public SharedAddress read(SharedWish wish) {
        mistakes.clear();
        String text = wish.text().strip();
        String scheme =
                text.contains(":") ? text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT) : "";
        SharedAddress address = switch (scheme) {
            case "s3" -> bucket(wish, text);
            case "https", "http" -> web(wish, text);
            default -> folder(wish, text);
        };
        if (address == null || !mistakes.isEmpty()) {
            throw new SharedAddressException(mistakes);
        }
        return address;
    }

    private @Nullable SharedAddress folder(SharedWish wish, String text) {
        if (text.matches("[A-Za-z0-9+.-]+://.*")) {
            mistakes.add(wish.where() + " is of the kind `" + text.substring(0, text.indexOf("://"))
                    + "://`; storyc knows s3://bucket/prefix, https://… and folders");
            return null;
        }
        bucketOnly(wish);
        try {
            boolean atHome = text.equals("~") || text.startsWith("~/");
            Path path = atHome ? home.resolve(text.substring(Math.min(2, text.length()))) : root.resolve(text);
            return new SharedAddress.Folder(path.toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            mistakes.add(wish.where() + " is no path: " + e.getReason());
            return null;
        }
    }

    private void bucketOnly(SharedWish wish) {
        for (Stated stated : List.of(
                new Stated("endpoint", wish.endpoint()),
                new Stated("region", wish.region()),
                new Stated("path_style", wish.pathStyle()))) {
            if (stated.value().isPresent()) {
                mistakes.add("`shared_store_" + stated.name() + "` in storyc.yaml is for s3://bucket/prefix, and "
                        + wish.where() + " is none");
            }
        }
    }

    private record Stated(String name, Optional<String> value) {}

    private @Nullable SharedAddress web(SharedWish wish, String text) {
        bucketOnly(wish);
        URI url = address(wish.where(), text, false);
        Optional<Secret> authorization = authorization();
        if (url == null) {
            return null;
        }
        boolean named = trusted(url);
        Optional<String> distrust = wish.ofFile() && authorization.isPresent() && !named
                ? Optional.of(refusal(wish, text, host(url)))
                : Optional.empty();
        return new SharedAddress.Web(url, authorization, distrust);
    }

    private Optional<Secret> authorization() {
        String user = variable(USER);
        String password = variable(PASSWORD);
        String token = variable(TOKEN);
        if (!token.isEmpty() && !(user + password).isEmpty()) {
            mistakes.add(TOKEN + " and " + USER + " are both set: a token or a user with a password, not both");
        } else if (user.isEmpty() != password.isEmpty()) {
            mistakes.add(user.isEmpty() ? PASSWORD + " is set without " + USER : USER + " is set without " + PASSWORD);
        } else if (user.contains(":") || hasControl(user + password)) {
            mistakes.add(USER + " and " + PASSWORD + " can't hold line ends, and the user no colon");
        } else if (!token.matches("[!-~]*")) {
            mistakes.add(TOKEN + " holds what can't stand in a header: only printable ASCII can");
        } else if (!token.isEmpty()) {
            return Optional.of(new Secret("Bearer " + token));
        } else if (!user.isEmpty()) {
            byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return Optional.of(new Secret("Basic " + Base64.getEncoder().encodeToString(both)));
        }
        return Optional.empty();
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private @Nullable SharedAddress bucket(SharedWish wish, String text) {
        BucketText written = BucketText.of(wish.where(), text, mistakes);
        Optional<String> stated = written.option("endpoint").or(wish::endpoint);
        String whose = written.option("endpoint").isPresent()
                ? "`endpoint` in " + wish.where()
                : "`shared_store_endpoint` in storyc.yaml";
        Optional<URI> endpoint = stated.map(uri -> address(whose, uri, true))
                .or(() -> Optional.of(variable("AWS_ENDPOINT_URL_S3"))
                        .filter(uri -> !uri.isEmpty())
                        .map(uri -> address("AWS_ENDPOINT_URL_S3", uri, true)))
                .or(() -> Optional.of(variable("AWS_ENDPOINT_URL"))
                        .filter(uri -> !uri.isEmpty() && stated.isEmpty())
                        .map(uri -> address("AWS_ENDPOINT_URL", uri, true)));
        Optional<String> region = written.option("region")
                .or(wish::region)
                .or(() -> Optional.of(variable("AWS_REGION")).filter(name -> !name.isEmpty()))
                .or(() -> Optional.of(variable("AWS_DEFAULT_REGION")).filter(name -> !name.isEmpty()));
        region.filter(name -> !name.matches("[a-z0-9-]{1,40}"))
                .ifPresent(name -> mistakes.add(wish.where() + " has the region `" + name
                        + "`, and a region is named such as eu-central-1, or auto"));
        boolean pathStyle = written.option("path_style")
                .or(wish::pathStyle)
                .map(said -> truth(wish, said))
                .orElse(endpoint.isPresent());
        Optional<Secret> keyId = secret("AWS_ACCESS_KEY_ID");
        Optional<Secret> key = secret("AWS_SECRET_ACCESS_KEY");
        if (keyId.isPresent() != key.isPresent()) {
            mistakes.add(
                    keyId.isPresent()
                            ? "AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY"
                            : "AWS_SECRET_ACCESS_KEY is set without AWS_ACCESS_KEY_ID");
        }
        // Whoever answers at an endpoint that a file names may have a bucket of any name: there the host counts.
        URI named = stated.isPresent() ? endpoint.orElse(null) : null;
        boolean trusted = named != null ? trusted(named) : trustedNames().contains(written.bucket());
        Optional<String> distrust = wish.ofFile() && !trusted
                ? Optional.of(refusal(wish, written.shown(), named != null ? host(named) : written.bucket()))
                : Optional.empty();
        return new SharedAddress.Bucket(
                written.bucket(),
                written.prefix(),
                endpoint,
                region,
                pathStyle,
                keyId,
                key,
                secret("AWS_SESSION_TOKEN"),
                distrust);
    }

    private boolean truth(SharedWish wish, String said) {
        if (!said.equals("true") && !said.equals("false")) {
            mistakes.add("path style, which " + wish.where() + " or storyc.yaml states, must be true or false, and is `"
                    + said + "`");
        }
        return said.equals("true");
    }

    /** An address of the web, without a slash at its end; null, and told, if it can't be used. */
    private @Nullable URI address(String where, String text, boolean bare) {
        try {
            URI url = new URI(text.strip());
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if (url.getRawUserInfo() != null) {
                // Not shown: what stands there is a password.
                return wrong(where + " holds a name and a password; they belong into the environment"
                        + (bare ? "" : ", as " + USER + " and " + PASSWORD));
            }
            if (!Set.of("https", "http").contains(scheme)
                    || url.getHost() == null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null) {
                return wrong(where + " must be an address such as https://store.example" + (bare ? "" : "/films")
                        + ", without ? and #");
            }
            if (scheme.equals("http") && !loopback(host(url))) {
                return wrong(where + " is plain http to " + host(url)
                        + ", which shows films and credentials to the network; only this machine is reached so");
            }
            String path = String.valueOf(url.getRawPath()).replaceAll("/+$", "");
            int port = url.getPort();
            return new URI(scheme + "://" + host(url) + (port < 0 ? "" : ":" + port) + path);
        } catch (URISyntaxException e) {
            return wrong(where + " is no address: " + e.getReason());
        }
    }

    private @Nullable URI wrong(String words) {
        mistakes.add(words);
        return null;
    }

    private static String refusal(SharedWish wish, String shown, String name) {
        return wish.where() + " is " + shown + ", where no credentials are sent on a file's word;\nto allow it, set "
                + TRUSTED + "=" + name;
    }

    private boolean trusted(URI url) {
        Set<String> names = trustedNames();
        return names.contains(host(url)) || names.contains(host(url) + ":" + url.getPort());
    }

    private Set<String> trustedNames() {
        return new HashSet<>(List.of(variable(TRUSTED).toLowerCase(Locale.ROOT).split("[,\\s]+")));
    }

    private Optional<Secret> secret(String name) {
        return Optional.of(variable(name)).filter(text -> !text.isEmpty()).map(Secret::new);
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    private static String host(URI url) {
        return String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    }

    private static boolean loopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }
}
