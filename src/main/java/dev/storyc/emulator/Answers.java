package dev.storyc.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The shapes a ShortAPI answers in. */
final class Answers {
    private Answers() {}

    static void data(HttpExchange exchange, ObjectNode data) throws IOException {
        json(exchange, 200, success(data));
    }

    static ObjectNode success(ObjectNode data) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("code", 0);
        answer.set("data", data);
        return answer;
    }

    static void refusal(HttpExchange exchange, int status, int code, String info) throws IOException {
        json(
                exchange,
                status,
                JsonNodeFactory.instance.objectNode().put("code", code).put("info", info));
    }

    static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
        send(exchange, status, Map.of("Content-Type", "application/json"), body.toString());
    }

    static void fault(HttpExchange exchange, CallFault fault) throws IOException {
        if (fault instanceof CallFault.Answer answer) {
            send(exchange, answer.status(), answer.headers(), answer.body());
        } else if (fault instanceof CallFault.Drop) {
            exchange.close();
        }
        // A hanging call stays open, without a thread, until the server stops.
    }

    static void send(HttpExchange exchange, int status, Map<String, String> headers, String body) throws IOException {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0 && !exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
