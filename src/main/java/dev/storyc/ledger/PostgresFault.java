package dev.storyc.ledger;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What an error of PostgreSQL means for whoever gets it. */
final class PostgresFault {
    /** The database undid the transaction for another's sake, or somebody held a row for too long. */
    private static final Set<String> UNDONE = Set.of("40001", "40P01", "55P03", "25P03", "57014");

    /** It is starting, stopping, or has no connection left just now. */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "57P05", "53300");

    private PostgresFault() {}

    /** Whether the same transaction may succeed in a moment. */
    static boolean passes(SQLException e) {
        return undone(e) || lost(e);
    }

    /** Whether the transaction surely was not committed, even if its commit had been sent. */
    static boolean undone(SQLException e) {
        return UNDONE.contains(state(e));
    }

    /** Whether the connection is gone or could not be had. */
    static boolean lost(SQLException e) {
        String state = state(e);
        if (state.startsWith("28") || state.startsWith("3D")) {
            // A pool calls these passing too.
            return false;
        }
        return state.startsWith("08")
                || AWAY.contains(state)
                || e instanceof SQLTransientConnectionException
                || cause(e, IOException.class) != null;
    }

    static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** What is wrong, and what to do, in words. */
    static String words(SQLException e, PostgresAddress address) {
        String said = said(e);
        return switch (state(e)) {
            case "28P01", "28000" -> refused(said, address);
            case "3D000" ->
                "there is no database " + address.database() + " there: make it (CREATE DATABASE " + address.database()
                        + "), or mend the address";
            case "42501" -> "the user " + address.user() + " lacks a right: " + said;
            case "53300" ->
                "it has no connection left: " + said
                        + "\nEnd what holds them, or raise max_connections in its settings";
            case "57P03" -> "it is just starting or stopping: " + said;
            case "53100" -> "its disk is full: " + said;
            case "25006" ->
                "it can only be read: " + said + "\nName the server that can be written, not one that follows it";
            default -> connecting(e, said, address);
        };
    }

    private static String refused(String said, PostgresAddress address) {
        String missing = address.password().isEmpty()
                ? "\nThere is no password: give it by PGPASSWORD, PGPASSFILE, STORYC_FLEET_PASSWORD_FILE, or in STORYC_FLEET"
                : "\nLook at user and password (PGPASSWORD, PGPASSFILE, STORYC_FLEET_PASSWORD_FILE, STORYC_FLEET), and at"
                        + " the server's pg_hba.conf";
        return "it turns the user " + address.user() + " away: " + said + missing;
    }

    private static String connecting(SQLException e, String said, PostgresAddress address) {
        if (said.contains("password was provided") || said.contains("password is an empty string")) {
            return refused("it wants a password", address);
        }
        if (said.contains("does not support SSL")) {
            return "it doesn't speak TLS, and beyond this machine nothing is sent without"
                    + "\nSwitch TLS on there (ssl = on), or say ?sslmode=disable in STORYC_FLEET where the way is safe";
        }
        if (cause(e, SSLException.class) != null) {
            return "its TLS isn't to be trusted: " + said;
        }
        if (cause(e, UnknownHostException.class) != null) {
            return "there is no such host: " + address.host();
        }
        if (cause(e, ConnectException.class) != null || cause(e, SocketTimeoutException.class) != null) {
            return "it can't be reached: " + said + "\nLook whether PostgreSQL runs there and lets this machine in";
        }
        return said;
    }

    private static String said(SQLException e) {
        Throwable told = e;
        while (told.getCause() instanceof SQLException deeper) {
            told = deeper;
        }
        String message = told.getMessage() == null ? told.toString() : told.getMessage();
        return message.strip().replaceAll("\\s*\\n\\s*", "; ").replaceAll("\\p{Cntrl}", " ");
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> kind) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return kind.cast(t);
            }
        }
        return null;
    }
}
