package dev.storyc.cli;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.ledger.PostgresAddress;
import dev.storyc.shared.SharedAddressReader;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the fleet's PostgreSQL is and how it is come to: by {@value #VARIABLE}, else by {@code fleet} in {@code storyc.yaml}.
 *
 * <p>What a file in git says may be anybody's word: beyond this machine it leads nowhere unless its host is listed in
 * {@code STORYC_TRUSTED_HOSTS}, and it can't say that secrets go unsealed.
 */
final class FleetAddress {
    /** Overrides {@code fleet}; may hold a password. */
    static final String VARIABLE = "STORYC_FLEET";

    static final String PASSWORD_FILE = "STORYC_FLEET_PASSWORD_FILE";

    private static final int USUAL_PORT = 5432;
    private static final Set<String> SEALED = Set.of("require", "verify-ca", "verify-full");
    private static final Set<String> OPEN = Set.of("disable", "allow", "prefer");
    private static final String FORM = "postgresql://USER@HOST:5432/DATABASE";

    private final Map<String, String> environment;
    private final Path folder;
    private final boolean inFile;

    private FleetAddress(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
        this.inFile = variable(VARIABLE).isBlank();
    }

    /** What is said of it, if anything. */
    static Optional<String> stated(Map<String, String> environment, Optional<String> written) {
        String stated = environment.getOrDefault(VARIABLE, "");
        return stated.isBlank() ? written : Optional.of(stated.strip());
    }

    /**
     * Reads it, with its password.
     *
     * @param text what {@link #stated} is
     * @param folder where relative names of files begin
     * @throws UserError if it is no such address, or may not be followed
     */
    static PostgresAddress read(String text, Map<String, String> environment, Path folder) {
        return new FleetAddress(environment, folder).read(text);
    }

    private PostgresAddress read(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // Its message would show the text, and that may hold a password.
            throw wrong("is no address: write it as " + FORM + ", with %XX for what is neither letter nor digit");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!(scheme.equals("postgresql") || scheme.equals("postgres")) || uri.getHost() == null) {
            throw wrong("must be an address such as " + FORM);
        }
        String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
        if (database.isEmpty() || database.contains("/")) {
            throw wrong("must end with the name of one database, as in " + FORM);
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean here = Realm.loopback(host);
        String[] user = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
        trust(host, here, user.length > 1);
        Map<String, String> options = options(uri, here);
        String tls = Optional.ofNullable(options.remove("sslmode")).orElse(here ? "prefer" : "require");
        PostgresAddress open = new PostgresAddress(
                host.replaceAll("[\\[\\]]", ""),
                uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
                database,
                user[0].isEmpty() ? usualUser() : decoded(user[0]),
                "",
                tls,
                options);
        return open.with(user.length > 1 ? decoded(user[1]) : password(open));
    }

    private void trust(String host, boolean here, boolean password) {
        if (!inFile || here) {
            return;
        }
        if (password) {
            throw wrong("holds a password, and lies in git: take it out (and change it), and give it by "
                    + PASSWORD_FILE + ", PGPASSWORD, PGPASSFILE or " + VARIABLE);
        }
        boolean trusted = Arrays.stream(variable(SharedAddressReader.TRUSTED)
                        .toLowerCase(Locale.ROOT)
                        .split("[,\\s]+"))
                .anyMatch(host::equals);
        if (!trusted) {
            throw wrong("names " + host + ", and on a file's word alone nobody is sent there: list the host in "
                    + SharedAddressReader.TRUSTED + ", or set " + VARIABLE + " to the whole address");
        }
    }

    private Map<String, String> options(URI uri, boolean here) {
        Map<String, String> options = new HashMap<>();
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        for (String one : query.split("&", -1)) {
            if (one.isEmpty()) {
                continue;
            }
            String[] pair = one.split("=", 2);
            String value = pair.length > 1 ? decoded(pair[1]) : "";
            switch (pair[0]) {
                case "sslmode" -> options.put("sslmode", sealing(value, here));
                case "sslrootcert" ->
                    options.put(
                            "sslrootcert",
                            folder.resolve(value).toAbsolutePath().toString());
                default -> throw wrong("says " + pair[0] + ", which isn't known here: sslmode and sslrootcert are");
            }
        }
        return options;
    }

    private String sealing(String mode, boolean here) {
        if (!SEALED.contains(mode) && !OPEN.contains(mode)) {
            throw wrong("has sslmode=" + mode + ": it is one of disable, prefer, require, verify-ca, verify-full");
        }
        if (inFile && !here && OPEN.contains(mode)) {
            throw wrong(
                    "has sslmode=" + mode + ", by which what is secret could cross a network unsealed: say require or"
                            + " verify-full, or set " + VARIABLE + " to the whole address where the way is safe");
        }
        return mode;
    }

    private String usualUser() {
        String stated = variable("PGUSER");
        return stated.isBlank() ? System.getProperty("user.name", "") : stated;
    }

    private String password(PostgresAddress address) {
        if (!variable(PASSWORD_FILE).isBlank()) {
            return lines(PASSWORD_FILE).stream().findFirst().orElse("");
        }
        if (!variable("PGPASSWORD").isEmpty()) {
            return variable("PGPASSWORD");
        }
        return variable("PGPASSFILE").isBlank() ? "" : listed(address);
    }

    /** The first line of {@code HOST:PORT:DATABASE:USER:PASSWORD} that is about this address; * is any. */
    private String listed(PostgresAddress address) {
        List<String> wanted =
                List.of(address.host(), String.valueOf(address.port()), address.database(), address.user());
        for (String line : lines("PGPASSFILE")) {
            List<String> fields = Arrays.stream(line.split("(?<!\\\\):", 5))
                    .map(field -> field.replaceAll("\\\\(.)", "$1"))
                    .toList();
            if (line.startsWith("#") || fields.size() < 5) {
                continue;
            }
            boolean fits = true;
            for (int i = 0; i < wanted.size(); i++) {
                fits &= fields.get(i).equals("*") || fields.get(i).equals(wanted.get(i));
            }
            if (fits) {
                return fields.get(4);
            }
        }
        return "";
    }

    private List<String> lines(String variable) {
        Path file = folder.resolve(variable(variable));
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UserError(Exit.USAGE, "the file " + file + " that " + variable + " names can't be read");
        }
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private UserError wrong(String words) {
        return new UserError(Exit.USAGE, (inFile ? "`fleet` in storyc.yaml " : VARIABLE + " ") + words);
    }
}
