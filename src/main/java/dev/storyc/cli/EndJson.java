package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The last line of {@code build --format json} where a build ends before it has a result to tell. */
final class EndJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EndJson() {}

    /** Whether these arguments are of a build that is to tell its end, though they may be wrong otherwise. */
    static boolean asked(String[] args) {
        List<String> all = List.of(args);
        int format = all.indexOf("--format");
        boolean json = all.contains("--format=json") || (format >= 0 && all.indexOf("json") == format + 1);
        return json && args[0].equals("build");
    }

    /** @param message for people, as it is on the error stream */
    static String line(int exit, String message) {
        ObjectNode end = JsonNodeFactory.instance.objectNode();
        end.put("event", "end");
        end.put("version", 1);
        end.put("exit", exit);
        end.put("message", message);
        try {
            return JSON.writeValueAsString(end);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
