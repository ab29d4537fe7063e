package dev.storyc.cli;

import dev.storyc.StoryboardCompiler;
import dev.storyc.Validators;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.diagnostic.Source;
import dev.storyc.expand.Crew;
import dev.storyc.manifest.FilmRecordFormat;
import dev.storyc.manifest.ManifestReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the program on mutated workspaces until its time is up, in a process of its own with the memory it may have.
 *
 * <p>A case is kept to be mutated further if it is answered by rules, or in words, that no case before it was: what
 * storyc says is how it shows which of its ways it went. Exit 0 if every case ended in words, in time; else 1, and the
 * case lies in the folder for findings.
 */
final class Fuzzer {
    private static final List<String> FORMATS = List.of("text", "text", "json", "sarif", "github");
    private static final Pattern WORDS = Pattern.compile("(?m)^(?:error|warning|note)\\[([a-z-]+)]: ([^`\"0-9]*)");
    private static final int MOST_KEPT = 3000;

    private final Path findings;
    private final Path temporary;
    private final Random random;
    private final List<FuzzCase> pool;
    private final Set<String> seen = new HashSet<>();
    private final FuzzWatch watch;
    private final StoryboardCompiler compiler =
            new StoryboardCompiler(new ModelCatalog(), Validators.start(), Crew.alone());
    private long slowest;
    private int found;

    private Fuzzer(Path findings, long seed) throws IOException {
        this.findings = findings;
        this.temporary = Files.createTempDirectory("storyc-fuzz");
        this.random = new Random(seed);
        this.pool = new ArrayList<>(FuzzCase.seeds());
        this.watch = new FuzzWatch(findings);
    }

    /** Arguments: seconds, the folder for findings, and a seed. */
    public static void main(String[] args) throws IOException {
        long end = System.nanoTime() + Long.parseLong(args[0]) * 1_000_000_000L;
        long seed = Long.parseLong(args[2]);
        Fuzzer fuzzer = new Fuzzer(Path.of(args[1]), seed);
        long runs = fuzzer.run(end);
        System.out.printf(
                "%d cases, %d kinds of answer, %d findings, slowest %d ms, seed %d%n",
                runs, fuzzer.seen.size(), fuzzer.found, fuzzer.slowest, seed);
        System.exit(fuzzer.found == 0 ? 0 : 1);
    }

    private long run(long end) throws IOException {
        FuzzMutator mutator = new FuzzMutator(random, pool);
        long runs = 0;
        List<FuzzCase> first = List.copyOf(pool);
        for (; System.nanoTime() < end; runs++) {
            FuzzCase next =
                    runs < first.size() ? first.get((int) runs) : mutator.mutate(pool.get(random.nextInt(pool.size())));
            boolean news = attempt(next);
            if (news && pool.size() < MOST_KEPT && runs >= first.size()) {
                pool.add(next);
            }
        }
        return runs;
    }

    /** Whether the answer was of a new kind. */
    private boolean attempt(FuzzCase fuzzed) throws IOException {
        Path workspace = Files.createTempDirectory(temporary, "w");
        try {
            fuzzed.write(workspace);
            long start = System.nanoTime();
            watch.begin(fuzzed);
            // One in ten goes the whole way, by the command line.
            String answer = random.nextInt(10) == 0
                    ? FuzzAnswer.of(workspace, fuzzed, FORMATS.get(random.nextInt(FORMATS.size())))
                    : FuzzAnswer.direct(workspace, fuzzed, compiler);
            records(fuzzed);
            watch.end();
            slowest = Math.max(slowest, (System.nanoTime() - start) / 1_000_000);
            return seen.add(kind(answer));
        } catch (FuzzAnswer.Wrong | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            watch.end();
            found++;
            Path kept = findings.resolve("finding-" + found);
            fuzzed.keep(kept);
            System.out.println(kept + ": " + e);
            for (StackTraceElement line : e.getStackTrace()) {
                System.out.println("    at " + line);
            }
            return false;
        } finally {
            delete(workspace);
        }
    }

    /** Whatever the bytes are, they are read as a manifest and as a film's record too. */
    static void records(FuzzCase fuzzed) {
        fuzzed.files().forEach((name, bytes) -> {
            Source source = new Source(name, new String(bytes, StandardCharsets.UTF_8));
            new ManifestReader().read(source);
            new FilmRecordFormat().read(source);
        });
    }

    private static String kind(String answer) {
        Set<String> kinds = new HashSet<>();
        Matcher words = WORDS.matcher(answer);
        while (words.find()) {
            kinds.add(words.group(1) + ":" + words.group(2));
        }
        return kinds.stream().sorted().limit(6).toList().toString();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
