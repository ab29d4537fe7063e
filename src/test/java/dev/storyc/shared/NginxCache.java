package dev.storyc.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A cache as Bazel's are laid out, by nginx with WebDAV on this machine; each of its folders behaves in a way of its own. */
public final class NginxCache implements AutoCloseable {
    static final String USER = "studio";
    static final String PASSWORD = "pass-0123456789";
    static final String TOKEN = "token-0123456789";

    private final Path folder;
    private final int port;
    private final Process process;

    private NginxCache(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** The program, which a test is skipped without. */
    private static String program() {
        Optional<Path> found = Stream.of(
                        "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), "nginx is not installed: a cache behind HTTP was not tried against it");
        return found.orElseThrow().toString();
    }

    public static NginxCache start(Path folder) throws IOException, InterruptedException {
        String program = program();
        int port = S3Proxy.freePort();
        for (String name : List.of("open", "basic", "token", "empty", "small", "fixed")) {
            Files.createDirectories(folder.resolve("data").resolve(name));
        }
        Files.writeString(folder.resolve("users"), USER + ":{PLAIN}" + PASSWORD + "\n");
        Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                events { }
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    client_max_body_size 64m;
                    server {
                        listen 127.0.0.1:%d;
                        root data;
                        location /open/ { dav_methods PUT; create_full_put_path on; }
                        location /basic/ {
                            auth_basic cache;
                            auth_basic_user_file users;
                            dav_methods PUT;
                            create_full_put_path on;
                        }
                        location /token/ {
                            if ($http_authorization != "Bearer %s") { return 401; }
                            dav_methods PUT;
                            create_full_put_path on;
                        }
                        location /empty/ {
                            dav_methods PUT;
                            create_full_put_path on;
                            error_page 404 = @nothing;
                        }
                        location @nothing { return 204; }
                        location /small/ { client_max_body_size 1k; dav_methods PUT; create_full_put_path on; }
                        location /fixed/ { }
                        location /closed/ { return 403; }
                        location /moved/ { return 302 http://127.0.0.1:%d/open/; }
                    }
                }
                """.formatted(port, TOKEN, port));
        Process process = new ProcessBuilder(
                        program,
                        "-p",
                        folder.toString(),
                        "-c",
                        folder.resolve("nginx.conf").toString(),
                        "-e",
                        "error.log")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start();
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); ; ) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return new NginxCache(folder, port, process);
            } catch (IOException e) {
                assertThat(process.isAlive() && System.nanoTime() < end)
                        .as("nginx began: " + Files.readString(folder.resolve("nginx.log")))
                        .isTrue();
                Thread.sleep(20);
            }
        }
    }

    /** What STORYC_SHARED_STORE says to have one of its folders. */
    public String address(String name) {
        return "http://127.0.0.1:" + port + "/" + name;
    }

    /** One of its folders as a realm sees it. */
    public SharedPlace open(String name, SharedRealm realm) {
        return Places.open(address(name), Map.of(), realm);
    }

    Path file(String name) {
        return folder.resolve("data").resolve(name);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
