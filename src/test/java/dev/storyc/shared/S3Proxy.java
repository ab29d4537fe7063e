package dev.storyc.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** S3 on this machine: s3proxy, in a process of its own, over a folder. */
public final class S3Proxy implements AutoCloseable {
    public static final String USER = "tester";
    public static final String SECRET = "tester-secret-0123456789";

    private final Path folder;
    private final int port;
    private Process process;

    private S3Proxy(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Started, with empty buckets of these names. */
    public static S3Proxy start(Path folder, String... buckets) throws IOException, InterruptedException {
        for (String bucket : buckets) {
            Files.createDirectories(folder.resolve("data").resolve(bucket));
        }
        int port = freePort();
        Files.writeString(
                folder.resolve("s3proxy.properties"), """
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.endpoint=http://127.0.0.1:%d
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(USER, SECRET, port, folder.resolve("data")));
        return new S3Proxy(folder, port, launch(folder, port));
    }

    private static Process launch(Path folder, int port) throws IOException, InterruptedException {
        Path jar = Path.of(System.getProperty("s3proxy.jar", "target/s3proxy/s3proxy.jar"));
        assertThat(jar)
                .as("s3proxy, which Maven's process-test-resources fetches")
                .exists();
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        jar.toAbsolutePath().toString(),
                        "--properties",
                        folder.resolve("s3proxy.properties").toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s3proxy.log").toFile())
                .start();
        // Not by its log, which is for people, but as a client would find out.
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); ; ) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return process;
            } catch (IOException e) {
                assertThat(process.isAlive() && System.nanoTime() < end)
                        .as(() -> "s3proxy began: " + log(folder))
                        .isTrue();
                Thread.sleep(50);
            }
        }
    }

    private static String log(Path folder) {
        try {
            return Files.readString(folder.resolve("s3proxy.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What STORYC_SHARED_STORE says to have this bucket. */
    public String address(String bucketAndPrefix) {
        return "s3://" + bucketAndPrefix + "?endpoint=" + endpoint();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** The variables with which it may be used. */
    public Map<String, String> environment() {
        return new HashMap<>(Map.of("AWS_ACCESS_KEY_ID", USER, "AWS_SECRET_ACCESS_KEY", SECRET));
    }

    /** A bucket as the realm of ShortAPI sees it. */
    public SharedPlace open(String bucketAndPrefix) {
        return open(bucketAndPrefix, environment());
    }

    SharedPlace open(String bucketAndPrefix, Map<String, String> environment) {
        SharedAddress address = new SharedAddressReader(environment, folder, folder)
                .read(SharedWish.ofEnvironment("STORYC_SHARED_STORE", address(bucketAndPrefix)));
        return SharedPlaces.open(address, Places.USUAL, SharedWeb.direct());
    }

    /** The files that it keeps a bucket's things in. */
    public Path files(String bucket) {
        return folder.resolve("data").resolve(bucket);
    }

    long pid() {
        return process.pid();
    }

    /** Stops it at once, as a machine that loses its power does. */
    public void stop() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Starts it again at the same address. */
    public void again() throws IOException, InterruptedException {
        process = launch(folder, port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
