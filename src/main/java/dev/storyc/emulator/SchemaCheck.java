package dev.storyc.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storyc.catalog.ArgumentSpec;
import dev.storyc.catalog.Limits;
import dev.storyc.catalog.VideoModel;
import dev.storyc.catalog.WireType;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Set;

/** Holds one request's arguments against what its model documents; the first fault refuses it. */
final class SchemaCheck {
    private static final Set<String> SHOT_FIELDS = Set.of("duration", "prompt");

    private final VideoModel model;
    private final Limits limits;
    private final JsonNode args;

    SchemaCheck(VideoModel model, JsonNode args) {
        this.model = model;
        this.limits = model.limits();
        this.args = args;
    }

    /** Checks everything, and gives the film's length. */
    int seconds() throws RefusedException {
        for (Iterator<String> names = args.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            ArgumentSpec spec =
                    model.argument(name).orElseThrow(() -> RefusedException.input("unknown argument '" + name + "'"));
            argument(spec, args.get(name));
        }
        for (ArgumentSpec spec : model.arguments()) {
            require(!spec.stated() || args.has(spec.name()), "missing argument '" + spec.name() + "'");
        }
        int seconds = duration();
        boolean multiShot = args.path("multi_shot").asBoolean();
        boolean customize =
                multiShot && args.path("shot_type").asText("intelligence").equals("customize");
        if (customize) {
            shots(seconds);
        } else {
            require(!args.has("multi_prompt"), "'multi_prompt' needs multi_shot true and shot_type 'customize'");
            prompt("'prompt'", args.path("prompt"), limits.promptCharacters());
        }
        return seconds;
    }

    private void argument(ArgumentSpec spec, JsonNode value) throws RefusedException {
        String name = "'" + spec.name() + "'";
        require(fits(spec.type(), value), name + " must be a " + spec.type().word() + ", got " + value);
        require(
                spec.allowed().isEmpty() || spec.allowed().contains(value.asText()),
                name + " must be one of " + spec.allowed() + ", got " + value);
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            BigDecimal min = spec.min();
            BigDecimal max = spec.max();
            require(min == null || number.compareTo(min) >= 0, name + " must be at least " + min);
            require(max == null || number.compareTo(max) <= 0, name + " must be at most " + max);
        }
        int characters = length(value);
        require(
                spec.maxCharacters() == 0 || characters <= spec.maxCharacters(),
                name + " has " + characters + " characters, at most " + spec.maxCharacters() + " are allowed");
    }

    private static boolean fits(WireType type, JsonNode value) {
        return switch (type) {
            case STRING -> value.isTextual();
            case INTEGER -> value.isIntegralNumber();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case SHOTS -> value.isArray();
        };
    }

    private int duration() throws RefusedException {
        String text = args.path("duration").asText();
        require(text.matches("[1-9][0-9]?"), "'duration' must be a whole number of seconds, got '" + text + "'");
        int seconds = Integer.parseInt(text);
        require(
                limits.clipSeconds().contains(seconds),
                "'duration' must be " + limits.clipSecondsInWords() + " seconds, got " + seconds);
        return seconds;
    }

    private void shots(int seconds) throws RefusedException {
        JsonNode shots = args.path("multi_prompt");
        require(!shots.isMissingNode(), "'multi_prompt' is needed with shot_type 'customize'");
        require(
                shots.size() >= limits.minShots() && shots.size() <= limits.maxShots(),
                "'multi_prompt' must have " + limits.minShots() + " to " + limits.maxShots() + " shots, got "
                        + shots.size());
        int sum = 0;
        for (int n = 0; n < shots.size(); n++) {
            sum += shot("'multi_prompt[" + n + "]'", shots.get(n));
        }
        require(sum == seconds, "the shots last " + sum + " seconds, 'duration' is " + seconds);
    }

    private int shot(String name, JsonNode shot) throws RefusedException {
        require(shot.isObject(), name + " must be an object");
        for (Iterator<String> fields = shot.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            require(SHOT_FIELDS.contains(field), name + " has an unknown field '" + field + "'");
        }
        JsonNode duration = shot.path("duration");
        require(duration.isIntegralNumber() && duration.canConvertToInt(), name + ".duration must be an integer");
        int seconds = duration.intValue();
        require(
                seconds >= limits.minShotSeconds() && seconds <= limits.maxShotSeconds(),
                name + ".duration must be " + limits.minShotSeconds() + " to " + limits.maxShotSeconds() + ", got "
                        + seconds);
        prompt(name + ".prompt", shot.path("prompt"), limits.shotPromptCharacters());
        return seconds;
    }

    private static void prompt(String name, JsonNode prompt, int most) throws RefusedException {
        require(prompt.isTextual() && !prompt.textValue().isBlank(), name + " must not be empty");
        require(
                length(prompt) <= most,
                name + " has " + length(prompt) + " characters, at most " + most + " are allowed");
    }

    private static int length(JsonNode value) {
        String text = value.asText();
        return text.codePointCount(0, text.length());
    }

    private static void require(boolean holds, String otherwise) throws RefusedException {
        if (!holds) {
            throw RefusedException.input(otherwise);
        }
    }
}
