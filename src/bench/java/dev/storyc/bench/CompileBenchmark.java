package dev.storyc.bench;

import dev.storyc.CompiledFilm;
import dev.storyc.StoryboardCompiler;
import dev.storyc.Validators;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Result;
import dev.storyc.expand.Choices;
import dev.storyc.expand.Crew;
import dev.storyc.lower.Clip;
import dev.storyc.lower.RequestKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one variant of three clips costs on one thread, warm, and what of it is the key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CompileBenchmark {
    private static final int VARIANTS = 2_000;

    private final StoryboardCompiler compiler =
            new StoryboardCompiler(new ModelCatalog(), Validators.start(), Crew.alone());
    private final List<Clip> clips = new Feed(1)
            .compiled(compiler)
            .map(Result::value)
            .filter(film -> film != null)
            .flatMap(film -> film.clips().stream())
            .toList();

    /** A variant, from its row to its three clips. */
    @Benchmark
    @OperationsPerInvocation(VARIANTS)
    public long variant() {
        try (Stream<Result<CompiledFilm>> films = new Feed(VARIANTS).compiled(compiler)) {
            return films.count();
        }
    }

    /** A key, of the clip with two shots. */
    @Benchmark
    public Object key() {
        return RequestKey.of(clips.get(0).payload(), 1);
    }

    /** A storyboard of one variant: parsing, checking and preparing it. */
    @Benchmark
    public long storyboard() {
        try (Stream<Result<CompiledFilm>> films = new Feed(1).compiled(compiler)) {
            return films.count();
        }
    }
}
