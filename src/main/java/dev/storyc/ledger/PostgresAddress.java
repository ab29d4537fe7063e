package dev.storyc.ledger;

import java.util.Map;
import java.util.Properties;

/**
 * Where a fleet's PostgreSQL is, and who comes to it.
 *
 * @param password empty where none is given
 * @param tls {@code sslmode} as PostgreSQL's own programs have it
 * @param options further properties of the connection, such as {@code sslrootcert}
 */
public record PostgresAddress(
        String host, int port, String database, String user, String password, String tls, Map<String, String> options) {
    public PostgresAddress {
        options = Map.copyOf(options);
    }

    /** The same with this password. */
    public PostgresAddress with(String secret) {
        return new PostgresAddress(host, port, database, user, secret, tls, options);
    }

    /** How people know it: never with the password. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + hostPort() + "/" + database;
    }

    String hostPort() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    String url() {
        return "jdbc:postgresql://" + hostPort() + "/"
                + database.replace("%", "%25").replace("?", "%3F");
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.putAll(options);
        properties.setProperty("user", user);
        // Never absent: the driver would look for one by itself, in places that nobody said may be used for this host.
        properties.setProperty("password", password);
        properties.setProperty("sslmode", tls);
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "storyc");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "8");
        // A network that swallows everything must not hold a build for ever.
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }
}
