package dev.storyc.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Chromium with one page, driven by its DevTools protocol: no driver has to be installed beside the browser.
 *
 * <p>What a page says on its console, what it throws and what its policy keeps from it is remembered as trouble.
 */
public final class Chromium implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final OkHttpClient http = new OkHttpClient();
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> trouble = new CopyOnWriteArrayList<>();

    private Chromium(Process process, String port) throws IOException {
        this.process = process;
        String page = "";
        try (Response answer = http.newCall(new Request.Builder()
                        .url("http://127.0.0.1:" + port + "/json/list")
                        .build())
                .execute()) {
            for (JsonNode target : JSON.readTree(answer.body().string())) {
                if (target.path("type").asText().equals("page")) {
                    page = target.path("webSocketDebuggerUrl").asText();
                }
            }
        }
        this.socket = http.newWebSocket(new Request.Builder().url(page).build(), new Listener());
    }

    /** One that is installed here; without one the test is skipped, and says so. */
    public static Chromium open(Path profile) throws IOException, InterruptedException {
        Optional<Path> program = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) {
            System.out.println("No Chromium here: that the gallery works in a browser is not tested.");
        }
        Assumptions.assumeTrue(program.isPresent(), "no Chromium");
        ProcessBuilder command = new ProcessBuilder(
                        program.get().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--mute-audio",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // What it leaves in its temporary folder goes with the test's.
        command.environment().put("TMPDIR", profile.toString());
        Process process = command.start();
        Path ports = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            List<String> lines = Files.exists(ports) ? Files.readAllLines(ports) : List.of();
            if (lines.size() > 1) {
                Chromium chromium = new Chromium(process, lines.get(0));
                chromium.send("Page.enable", Map.of());
                chromium.send("Runtime.enable", Map.of());
                chromium.send("Log.enable", Map.of());
                return chromium;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        process.destroyForcibly();
        throw new IOException("Chromium did not open its port");
    }

    /** What the pages said on the console, threw, or were refused by their policy. */
    public List<String> trouble() {
        return trouble;
    }

    public JsonNode send(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        socket.send(message.toString());
        try {
            JsonNode node = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (node.has("error")) {
                throw new IllegalStateException(method + ": " + node.path("error"));
            }
            return node.path("result");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(method + " was not answered", e);
        }
    }

    /** A window of this size, in a theme: light or dark. */
    public void window(int width, int height, String theme) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    /** Opens a page and waits until its script is through. */
    public void go(String address) {
        send("Page.navigate", Map.of("url", "about:blank"));
        until("location.href === 'about:blank'");
        send("Page.navigate", Map.of("url", address));
        until("location.href !== 'about:blank' && document.documentElement.dataset.ready === 'yes'");
    }

    /** What an expression comes to, promises awaited, as if a person had asked for it. */
    public JsonNode eval(String expression) {
        JsonNode result = send(
                "Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true, "userGesture", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    public String text(String expression) {
        return eval(expression).asText();
    }

    /** Waits until an expression is true. */
    public void until(String expression) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            JsonNode result = send(
                    "Runtime.evaluate", Map.of("expression", "Boolean(" + expression + ")", "returnByValue", true));
            if (result.path("result").path("value").asBoolean()) {
                return;
            }
            pause();
        }
        throw new AssertionError("never true: " + expression + "; trouble: " + trouble);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(15);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Presses a key as a keyboard does: {@code Space}, {@code ArrowRight}, {@code Enter}, {@code Escape}, {@code Tab}. */
    public void press(String name) {
        String key = name.equals("Space") ? " " : name;
        int code = switch (name) {
            case "Space" -> 32;
            case "Enter" -> 13;
            case "Escape" -> 27;
            case "Tab" -> 9;
            case "ArrowLeft" -> 37;
            case "ArrowUp" -> 38;
            case "ArrowRight" -> 39;
            case "ArrowDown" -> 40;
            default -> throw new IllegalArgumentException(name);
        };
        ObjectNode event = JSON.createObjectNode()
                .put("key", key)
                .put("code", name)
                .put("windowsVirtualKeyCode", code)
                .put("nativeVirtualKeyCode", code);
        if (name.equals("Space") || name.equals("Enter")) {
            event.put("text", name.equals("Enter") ? "\r" : " ");
        }
        send("Input.dispatchKeyEvent", fields(event.deepCopy().put("type", "keyDown")));
        event.remove("text");
        send("Input.dispatchKeyEvent", fields(event.put("type", "keyUp")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(ObjectNode node) {
        return Objects.requireNonNull(JSON.convertValue(node, Map.class));
    }

    /** Clicks where the first element of a selector is, as a mouse does. */
    public void click(String selector) {
        String quoted = JSON.valueToTree(selector).toString();
        JsonNode box =
                eval("(() => { const e = document.querySelector(" + quoted + "); e.scrollIntoView({block:'center'});"
                        + " const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            send(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            box.get(0).doubleValue(),
                            "y",
                            box.get(1).doubleValue(),
                            "button",
                            "left",
                            "clickCount",
                            1));
        }
    }

    /** The window as a PNG. */
    public byte[] screenshot() {
        return Base64.getDecoder()
                .decode(send("Page.captureScreenshot", Map.of("format", "png"))
                        .path("data")
                        .asText());
    }

    @Override
    public void close() {
        socket.cancel();
        http.dispatcher().executorService().shutdownNow();
        http.connectionPool().evictAll();
        // Its children write into the profile until they are gone.
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        all.forEach(one -> {
            one.onExit().completeOnTimeout(one, 10, TimeUnit.SECONDS).join();
            one.destroyForcibly();
            one.onExit().join();
        });
    }

    private final class Listener extends WebSocketListener {
        @Override
        public void onMessage(WebSocket from, String text) {
            try {
                JsonNode message = JSON.readTree(text);
                if (message.has("id")) {
                    CompletableFuture<JsonNode> answer =
                            waiting.remove(message.path("id").asInt());
                    if (answer != null) {
                        answer.complete(message);
                    }
                } else if (List.of("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")
                        .contains(message.path("method").asText())) {
                    trouble.add(message.path("params").toString());
                }
            } catch (IOException e) {
                trouble.add(e.toString());
            }
        }

        @Override
        public void onFailure(WebSocket from, Throwable error, @Nullable Response answer) {
            waiting.values().forEach(one -> one.completeExceptionally(error));
        }
    }
}
