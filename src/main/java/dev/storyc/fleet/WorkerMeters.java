package dev.storyc.fleet;

import dev.storyc.job.JobState;
import dev.storyc.plan.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;

/**
 * Counts what a worker does, and tells it with how the fleet stands. Safe for any number of threads; telling costs the
 * database a statement every few seconds at most.
 *
 * <p>No label takes a text from outside: what the far end says can't make new rows.
 */
public final class WorkerMeters implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final FigureCache figures;
    private final Counter steps = counter(WorkerMetric.STEPS);
    private final Counter takeovers = counter(WorkerMetric.TAKEOVERS);
    private final Counter leasesLost = counter(WorkerMetric.LEASES_LOST);
    private final Counter databaseErrors = counter(WorkerMetric.DATABASE_ERRORS);

    /**
     * @param figures reads how the fleet stands
     * @param active how many steps the worker has in hand
     * @param version what it runs
     */
    WorkerMeters(FigureCache.Reading figures, IntSupplier active, BooleanSupplier draining, String version) {
        this.figures = new FigureCache(figures, databaseErrors::increment, System::nanoTime);
        for (JobState state : JobState.values()) {
            fleet(WorkerMetric.ATTEMPTS, all -> all.attempts().getOrDefault(state.word(), 0L), "state", state.word());
        }
        for (String state : List.of("waiting", "active")) {
            fleet(WorkerMetric.QUEUED, all -> all.queued().getOrDefault(state, 0L), "state", state);
        }
        fleet(WorkerMetric.OLDEST, all -> all.oldest().toMillis() / 1e3);
        fleet(WorkerMetric.SPENT, FleetFigures::spentUsd);
        fleet(WorkerMetric.RESERVED, FleetFigures::reservedUsd);
        gauge(WorkerMetric.ACTIVE, active::getAsInt);
        gauge(WorkerMetric.DRAINING, () -> draining.getAsBoolean() ? 1 : 0);
        // Micrometer's own gauges lose this ending, which Prometheus keeps for exactly this.
        Info.builder()
                .name(WorkerMetric.INFO.shown())
                .help(WorkerMetric.INFO.help())
                .labelNames("java", "version")
                .register(registry.getPrometheusRegistry())
                .setLabelValues(String.valueOf(Runtime.version()), version);
        ProcessFigures process = new ProcessFigures();
        FunctionCounter.builder(WorkerMetric.CPU.written(), process, ProcessFigures::processorSeconds)
                .description(WorkerMetric.CPU.help())
                .register(registry);
        gauge(WorkerMetric.START, process::began);
        gauge(WorkerMetric.RESIDENT, process::residentBytes);
        gauge(WorkerMetric.FILES, process::openFiles);
        gauge(WorkerMetric.HEAP, process::heapBytes, "area", "heap");
        gauge(WorkerMetric.HEAP, process::otherBytes, "area", "nonheap");
        gauge(WorkerMetric.THREADS, process::threads);
        // Those that are there from the beginning show as 0, so that a monitor sees the first of them happen.
        Arrays.stream(FarCall.values()).forEach(this::prepare);
        Arrays.stream(Outcome.Kind.values()).forEach(kind -> finished(word(kind)));
    }

    /**
     * Meters of a worker of one realm.
     *
     * @param connections where its ledger and its queue are
     * @param time the database's clock
     */
    public static WorkerMeters of(
            DataSource connections, InstantSource time, IntSupplier active, BooleanSupplier draining, String version) {
        return new WorkerMeters(new FigureReader(connections, time), active, draining, version);
    }

    private void prepare(FarCall call) {
        call.outcomes().forEach(outcome -> calls(call, outcome));
        timer(call);
    }

    /** A call came to this. */
    public void called(FarCall call, String outcome, Duration took) {
        if (!call.outcomes().contains(outcome)) {
            throw new IllegalArgumentException(call + " has no outcome " + outcome);
        }
        calls(call, outcome).increment();
        timer(call).record(took);
    }

    /** A step was taken. */
    public void stepped() {
        steps.increment();
    }

    /** A clip is over in its build. */
    public void finished(Outcome.Kind outcome) {
        finished(word(outcome)).increment();
    }

    /** A clip was taken over from a worker that is gone. */
    public void tookOver() {
        takeovers.increment();
    }

    /** This worker's own lease was gone. */
    public void leaseLost() {
        leasesLost.increment();
    }

    /** The database didn't do what it was asked. */
    public void databaseFailed() {
        databaseErrors.increment();
    }

    /** All of it as Prometheus reads it. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }

    private Counter finished(String outcome) {
        return counter(WorkerMetric.FINISHED, "outcome", outcome);
    }

    private static String word(Outcome.Kind outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Counter calls(FarCall call, String outcome) {
        return counter(WorkerMetric.CALLS, "call", call.word(), "outcome", outcome);
    }

    private Timer timer(FarCall call) {
        return Timer.builder(WorkerMetric.CALL_TIME.written())
                .tags("call", call.word())
                .description(WorkerMetric.CALL_TIME.help())
                .register(registry);
    }

    private Counter counter(WorkerMetric metric, String... labels) {
        return Counter.builder(metric.written())
                .tags(labels)
                .description(metric.help())
                .register(registry);
    }

    private void gauge(WorkerMetric metric, DoubleSupplier value, String... labels) {
        Gauge.builder(metric.written(), value::getAsDouble)
                .tags(labels)
                .description(metric.help())
                .register(registry);
    }

    private void fleet(WorkerMetric metric, ToDoubleFunction<FleetFigures> value, String... labels) {
        gauge(
                metric,
                () -> figures.figures().map(all -> value.applyAsDouble(all)).orElse(Double.NaN),
                labels);
    }
}
