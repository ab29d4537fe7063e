package dev.storyc.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.catalog.VideoModel;
import dev.storyc.lower.Payload;
import java.io.IOException;
import java.net.URI;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A create's body, read and found right.
 *
 * @param model what is asked
 * @param payload model and arguments as they came
 * @param seconds the film's length
 * @param callback where the result is to be sent, or null
 */
record CreateRequest(
        VideoModel model,
        Payload payload,
        int seconds,
        @Nullable URI callback) {
    private static final Set<String> FIELDS = Set.of("model", "args", "callback_url");
    private static final TypeReference<Map<String, Object>> ARGS = new TypeReference<>() {};
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** @throws RefusedException if anything is not as documented */
    static CreateRequest read(byte[] body, ModelCatalog catalog) throws RefusedException, IOException {
        JsonNode request = parse(body);
        for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw RefusedException.input("unknown field '" + name + "'");
            }
        }
        JsonNode id = request.path("model");
        if (!id.isTextual()) {
            throw RefusedException.input("'model' must be a string");
        }
        VideoModel model = catalog.find(id.textValue())
                .orElseThrow(() -> RefusedException.input("unknown model '" + id.textValue() + "'"));
        JsonNode args = request.path("args");
        if (!args.isObject()) {
            throw RefusedException.input("'args' must be an object");
        }
        int seconds = new SchemaCheck(model, args).seconds();
        Map<String, Object> values = JSON.readerFor(ARGS).readValue(args);
        return new CreateRequest(model, new Payload(id.textValue(), values), seconds, callback(request));
    }

    private static JsonNode parse(byte[] body) throws RefusedException, IOException {
        try {
            JsonNode request = JSON.readTree(body);
            if (request.isObject()) {
                return request;
            }
        } catch (JsonProcessingException e) {
            throw RefusedException.input("the body is no JSON: " + e.getOriginalMessage());
        }
        throw RefusedException.input("the body must be a JSON object");
    }

    private static @Nullable URI callback(JsonNode request) throws RefusedException {
        JsonNode callback = request.path("callback_url");
        if (callback.isMissingNode()) {
            return null;
        }
        try {
            URI address = URI.create(callback.asText());
            if (callback.isTextual()
                    && address.getHost() != null
                    && Set.of("http", "https").contains(address.getScheme())) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw RefusedException.input("'callback_url' is no address: " + e.getMessage());
        }
        throw RefusedException.input("'callback_url' must be an http or https address");
    }
}
