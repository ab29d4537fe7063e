package dev.storyc.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a worker costs that has nothing to do: a whole process through the launcher, beside a PostgreSQL of its own.
 *
 * <p>Arguments: the launcher (default {@code ./storyc}), for how many seconds it is watched (60).
 */
public final class FleetIdle {
    private static final double TICKS_A_SECOND = 100;
    private static final int SETTLING = 20_000;

    private FleetIdle() {}

    /** Prints processor time, memory, transactions and connections; only on Linux. */
    public static void main(String[] args) throws Exception {
        Path launcher = Path.of(args.length > 0 ? args[0] : "./storyc").toAbsolutePath();
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        Path folder = Files.createTempDirectory("storyc-idle");
        Files.writeString(folder.resolve("storyc.yaml"), "shared_store: shared\n");
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "worker").directory(folder.toFile());
            builder.environment().put("STORYC_HOME", folder.resolve("store").toString());
            builder.environment()
                    .put("STORYC_FLEET", "postgresql://postgres@127.0.0.1:" + server.getPort() + "/postgres");
            builder.environment().put("STORYC_API_URL", "http://127.0.0.1:9");
            builder.environment().put("SHORTAPI_KEY", "ak-bench");
            builder.environment().remove("CI");
            Process worker =
                    builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8))) {
                String place = out.readLine();
                Thread.sleep(SETTLING);
                watch(worker.pid(), server.getPort(), seconds, place);
            } finally {
                worker.destroy();
                worker.waitFor();
            }
        }
    }

    private static void watch(long pid, int port, int seconds, @Nullable String place) throws Exception {
        double ticks = ticks(pid);
        long transactions = number(port, "SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'");
        Thread.sleep(seconds * 1000L);
        System.out.printf(
                "idle at %s: %.2f %% of a core, %d MB resident, %.1f transactions a second, %d connections, %d threads%n",
                place,
                100 * (ticks(pid) - ticks) / TICKS_A_SECOND / seconds,
                status(pid, "VmRSS") / 1024,
                (number(port, "SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'") - transactions)
                        / (double) seconds,
                number(port, "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'storyc'"),
                status(pid, "Threads"));
    }

    /** User and system time, of all threads. */
    private static double ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return Double.parseDouble(fields.get(11)) + Double.parseDouble(fields.get(12));
    }

    private static long status(long pid, String name) throws IOException {
        Matcher found = Pattern.compile("(?m)^" + name + ":\\s+([0-9]+)")
                .matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    private static long number(int port, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
