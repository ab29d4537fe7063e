package dev.storyc.workspace;

import dev.storyc.board.Value;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.TextDiagnosticFormatter;
import dev.storyc.diagnostic.UserError;
import dev.storyc.parse.SettingsFileParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code storyc.yaml} says. Every key is optional. */
public final class WorkspaceSettings {
    /** The file's name. */
    public static final String FILE = "storyc.yaml";

    private static final Set<String> KEYS = Set.of(
            "api.url",
            "api.in_flight",
            "api.first_query",
            "api.query_every",
            "api.query_at_most",
            "api.give_up_after",
            "api.callback_url",
            "api.callback_listen",
            "budget",
            "templates",
            "store",
            "shared_store",
            "shared_store_endpoint",
            "shared_store_region",
            "shared_store_path_style",
            "shared_store_mode",
            "trusted_keys",
            "fleet",
            "out_files",
            "pictures");
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,5})(ms|s|m|h)");

    private final String shown;
    private final Map<String, Value> values;

    private WorkspaceSettings(String shown, Map<String, Value> values) {
        this.shown = shown;
        this.values = values;
    }

    /** What is said where there is no such file. */
    public static WorkspaceSettings none() {
        return new WorkspaceSettings(FILE, Map.of());
    }

    /** Reads the workspace's file; what is wrong with it is one error that says all. */
    public static WorkspaceSettings read(Path root, String shown) throws IOException {
        Path file = root.resolve(FILE);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return none();
        }
        Source source;
        try {
            source = TextFile.read(file, shown, TextFile.WRITTEN);
        } catch (IOException e) {
            throw new UserError(Exit.USAGE, shown + " can't be read: " + e.getMessage());
        }
        Result<Map<String, Value>> result = new SettingsFileParser().parse(source, KEYS);
        Map<String, Value> values = result.value();
        if (result.hasErrors() || values == null) {
            TextDiagnosticFormatter formatter = new TextDiagnosticFormatter(100, false);
            throw new UserError(
                    Exit.USAGE,
                    result.diagnostics().stream()
                            .filter(Diagnostic::isError)
                            .map(formatter::format)
                            .collect(Collectors.joining("\n")));
        }
        return new WorkspaceSettings(shown, values);
    }

    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> {
            if (value instanceof Value.Scalar scalar) {
                return scalar.text();
            }
            throw wrong(key, "one value", value.shown());
        });
    }

    /** A list; one value counts as a list of one. */
    public List<String> list(String key, List<String> fallback) {
        Value value = values.get(key);
        if (value == null) {
            return fallback;
        }
        return value instanceof Value.Listing listing
                ? listing.items().stream().map(Value.Scalar::text).toList()
                : List.of(value.shown());
    }

    /** A list of what can be paths. */
    List<Path> paths(String key, List<String> fallback) {
        return list(key, fallback).stream()
                .map(text -> {
                    try {
                        return Path.of(text);
                    } catch (InvalidPathException e) {
                        throw wrong(key, "paths", text);
                    }
                })
                .toList();
    }

    public Optional<BigDecimal> dollars(String key) {
        return text(key).map(text -> {
            if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,6})?")) {
                throw wrong(key, "US dollars, such as 100.00", text);
            }
            return new BigDecimal(text);
        });
    }

    public int whole(String key, int fallback) {
        return text(key)
                .map(text -> {
                    if (!text.matches("[1-9][0-9]{0,5}")) {
                        throw wrong(key, "a whole number from 1", text);
                    }
                    return Integer.valueOf(text);
                })
                .orElse(fallback);
    }

    public Duration duration(String key, Duration fallback) {
        return text(key)
                .map(text -> {
                    Duration duration = duration(text);
                    if (duration == null) {
                        throw wrong(key, "a duration above nothing, such as 15s or 20m", text);
                    }
                    return duration;
                })
                .orElse(fallback);
    }

    /** The duration that a text such as {@code 15s} tells, or null. */
    public static @Nullable Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private UserError wrong(String key, String wanted, String written) {
        return new UserError(Exit.USAGE, shown + ": `" + key + "` must be " + wanted + ", and is `" + written + "`");
    }
}
