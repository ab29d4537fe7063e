package dev.storyc.bench;

import dev.storyc.CompiledFilm;
import dev.storyc.StoryboardCompiler;
import dev.storyc.Validators;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Result;
import dev.storyc.expand.Crew;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** How much memory is held after so many variants have gone by, while the storyboard is still being compiled. */
public final class VariantMemory {
    private VariantMemory() {}

    /** Prints the live heap after 10,000, 100,000 and 1,000,000 variants, and how many bytes each more of them took. */
    public static void main(String[] args) {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        StoryboardCompiler compiler =
                new StoryboardCompiler(new ModelCatalog(), Validators.start(), new Crew(threads, 6));
        held(compiler, 10_000);
        long few = held(compiler, 10_000);
        System.out.printf("%,9d variants: %,d bytes held%n", 10_000, few);
        for (int variants : new int[] {100_000, 1_000_000}) {
            long many = held(compiler, variants);
            System.out.printf(
                    "%,9d variants: %,d bytes held, %.1f a variant beyond 10,000%n",
                    variants, many, (many - few) / (variants - 10_000.0));
        }
        threads.shutdown();
    }

    private static long held(StoryboardCompiler compiler, int variants) {
        try (Stream<Result<CompiledFilm>> films = new Feed(variants).compiled(compiler)) {
            Iterator<Result<CompiledFilm>> each = films.iterator();
            int seen = 0;
            while (seen < variants) {
                seen += each.next().value() == null ? 0 : 1;
            }
            Runtime runtime = Runtime.getRuntime();
            System.gc();
            System.gc();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }
}
