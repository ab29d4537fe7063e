package dev.storyc.cli;

import dev.storyc.board.Value;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Span;
import dev.storyc.diagnostic.TextDiagnosticFormatter;
import dev.storyc.diagnostic.UserError;
import dev.storyc.emulator.FaultTimes;
import dev.storyc.emulator.PlannedFaults;
import dev.storyc.parse.SettingsFileParser;
import dev.storyc.workspace.TextFile;
import dev.storyc.workspace.WorkspaceSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A file that tells an emulator what is to go wrong; all that is wrong with the file itself is told at once. */
final class FaultsFile {
    private static final String SEED = "seed";
    private static final String JOB_TIME = "job_time";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)%");
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private final Located<Map<String, Value>> written;
    private final List<Diagnostic> found = new ArrayList<>();
    private final Map<String, FaultTimes> times = new LinkedHashMap<>();
    private final Map<String, String> taken = new HashMap<>();
    private final Map<String, BigDecimal> sums = new HashMap<>();

    private FaultsFile(Located<Map<String, Value>> written) {
        this.written = written;
    }

    /**
     * What a file asks for.
     *
     * @param jobTime how long a job takes, or null where the file doesn't say
     */
    record Plan(PlannedFaults faults, @Nullable Duration jobTime) {}

    /** @throws UserError with every finding, if the file can't be read or anything in it is wrong */
    static Plan read(Path file, String shown, int width) {
        Source source;
        try {
            source = TextFile.read(file, shown, TextFile.WRITTEN);
        } catch (IOException e) {
            throw new UserError(Exit.USAGE, shown + " can't be read: " + e.getMessage());
        }
        Set<String> known = new TreeSet<>(PlannedFaults.names());
        known.addAll(List.of(SEED, JOB_TIME));
        Result<Located<Map<String, Value>>> result = new SettingsFileParser().parseLocated(source, known);
        List<Diagnostic> found = new ArrayList<>(result.diagnostics());
        Located<Map<String, Value>> located = result.value();
        FaultsFile read = located == null ? null : new FaultsFile(located);
        Plan plan = read == null ? null : read.plan();
        if (read != null) {
            found.addAll(read.found);
        }
        if (plan == null || found.stream().anyMatch(Diagnostic::isError)) {
            TextDiagnosticFormatter formatter = new TextDiagnosticFormatter(width, false);
            throw new UserError(
                    Exit.USAGE,
                    shown + " can't be used\n"
                            + found.stream().map(formatter::format).collect(Collectors.joining("\n\n")));
        }
        return plan;
    }

    private Plan plan() {
        long seed = 1;
        Duration jobTime = null;
        for (Map.Entry<String, Value> entry : written.value().entrySet()) {
            String name = entry.getKey();
            if (name.equals(SEED)) {
                seed = seed(entry.getValue());
            } else if (name.equals(JOB_TIME)) {
                jobTime = jobTime(entry.getValue());
            } else {
                times.put(name, times(name, entry.getValue()));
            }
        }
        return new Plan(new PlannedFaults(seed, times), jobTime);
    }

    private long seed(Value value) {
        if (value instanceof Value.Scalar scalar && scalar.text().matches("-?[0-9]{1,18}")) {
            return Long.parseLong(scalar.text());
        }
        wrong(Rule.WRONG_TYPE, path(SEED), "`seed` must be a whole number, and is `" + value.shown() + "`", "seed: 7");
        return 0;
    }

    private @Nullable Duration jobTime(Value value) {
        Duration time = WorkspaceSettings.duration(value.shown());
        if (time == null) {
            wrong(
                    Rule.WRONG_TYPE,
                    path(JOB_TIME),
                    "`job_time` must be a duration, and is `" + value.shown() + "`",
                    "job_time: 500ms");
        }
        return time;
    }

    private FaultTimes times(String name, Value value) {
        Set<Integer> at = new TreeSet<>();
        BigDecimal percent = BigDecimal.ZERO;
        List<Value.Scalar> items = value instanceof Value.Listing list ? list.items() : List.of((Value.Scalar) value);
        for (int i = 0; i < items.size(); i++) {
            String text = items.get(i).text();
            FieldPath place = value instanceof Value.Listing ? path(name).at(i) : path(name);
            if (NUMBER.matcher(text).matches()) {
                at.add(call(name, Integer.parseInt(text), place));
            } else if (PERCENT.matcher(text).matches()) {
                percent = percent.add(new BigDecimal(text.substring(0, text.length() - 1)));
            } else {
                wrong(
                        Rule.WRONG_TYPE,
                        place,
                        "`" + name
                                + "` goes off at calls by their number, or at some percent of them, and here stands `"
                                + text + "`",
                        "write `3` for the third, `[1, 4]` for the first and the fourth, `5%` for one in twenty");
            }
        }
        return new FaultTimes(at, share(name, percent));
    }

    private int call(String name, int n, FieldPath place) {
        String other = taken.putIfAbsent(kind(name) + n, name);
        if (other != null) {
            wrong(
                    Rule.DUPLICATE_KEY,
                    place,
                    "the " + kind(name) + " number " + n + " goes wrong already, by `" + other + "`",
                    "take another number for one of them");
        }
        return n;
    }

    /** All chances of one kind share its calls. */
    private double share(String name, BigDecimal percent) {
        BigDecimal sum = sums.merge(kind(name), percent, BigDecimal::add);
        if (percent.signum() > 0 && sum.compareTo(HUNDRED) > 0) {
            wrong(
                    Rule.NUMBER_OUT_OF_RANGE,
                    path(name),
                    "the chances of `" + kind(name) + "` come to " + sum.toPlainString() + "%",
                    "together they can be 100% at most");
            return 0;
        }
        return percent.divide(HUNDRED).doubleValue();
    }

    private static String kind(String name) {
        return name.substring(0, name.indexOf('.'));
    }

    private static FieldPath path(String name) {
        FieldPath path = FieldPath.ROOT;
        for (String step : name.split("\\.", -1)) {
            path = path.child(step);
        }
        return path;
    }

    private void wrong(Rule rule, FieldPath at, String message, String hint) {
        Span span = written.span(at);
        found.add(Diagnostic.of(rule, span, message, hint));
    }
}
