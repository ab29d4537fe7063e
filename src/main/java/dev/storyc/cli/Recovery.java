package dev.storyc.cli;

import dev.storyc.diagnostic.VisibleText;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Plan;
import dev.storyc.plan.Step;
import dev.storyc.plan.Step.Action;
import dev.storyc.plan.StepState;
import dev.storyc.run.FilmReturn;
import dev.storyc.run.FilmReturn.Returned;
import dev.storyc.store.FilmStore;
import dev.storyc.store.SpareFilms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Takes back, before anything is bought, the films that the manifest names and the store lacks: from the output folders,
 * else by asking for their jobs. All of it is free.
 */
final class Recovery {
    private static final int MOST_TOLD = 10;

    private final Console console;
    private final FilmStore store;
    private final SpareFilms spares;
    private final boolean quiet;

    Recovery(Console console, FilmStore store, SpareFilms spares, boolean quiet) {
        this.console = console;
        this.store = store;
        this.spares = spares;
        this.quiet = quiet;
    }

    /** The steps whose named films the store lacks, one a film. */
    static List<Step> lacking(Plan plan) {
        Map<String, Step> lacking = new LinkedHashMap<>();
        for (Step step : plan.steps()) {
            FilmRecord named = step.named();
            if (named != null && step.action() != Action.RESUME) {
                lacking.putIfAbsent(named.key().hex() + named.sha256(), step);
            }
        }
        return List.copyOf(lacking.values());
    }

    /**
     * Takes back what can be had, and tells the rest.
     *
     * @param jobs asks for jobs; empty where nobody can be asked
     * @param otherwise why nobody can be asked
     */
    void run(List<Step> lacking, Optional<FilmReturn> jobs, String otherwise) throws InterruptedException {
        List<Step> left = new ArrayList<>();
        for (Step step : lacking) {
            if (!spares.takeBack(record(step), store)) {
                left.add(step);
            }
        }
        int fromOut = lacking.size() - left.size();
        if (!left.isEmpty() && jobs.isPresent()) {
            say("asking for " + Findings.count(left.size(), "film") + " that the manifest names and this store lacks");
        }
        Map<Step, String> without = jobs.isPresent() ? asked(left, jobs.get()) : unasked(left, otherwise);
        tell(fromOut, left.size() - without.size(), without);
    }

    private static Map<Step, String> unasked(List<Step> left, String otherwise) {
        Map<Step, String> without = new LinkedHashMap<>();
        left.forEach(step -> without.put(step, otherwise));
        return without;
    }

    /** @return what can't be had, and why */
    private static Map<Step, String> asked(List<Step> left, FilmReturn jobs) throws InterruptedException {
        Map<Step, String> without = new LinkedHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Returned>> asking = new ArrayList<>();
            left.forEach(step -> asking.add(() -> jobs.ask(record(step))));
            List<Future<Returned>> answers = threads.invokeAll(asking);
            for (int i = 0; i < left.size(); i++) {
                if (answers.get(i).get() instanceof Returned.Not not) {
                    without.put(left.get(i), not.words());
                }
            }
            return without;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("asking for a film broke off: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void tell(int fromOut, int fromJobs, Map<Step, String> without) {
        if (fromOut > 0) {
            say(Findings.count(fromOut, "film") + " taken back from out/, free of charge");
        }
        if (fromJobs > 0) {
            say(Findings.count(fromJobs, "film") + " had again by asking for "
                    + (fromJobs == 1 ? "its job" : "their jobs") + ", free of charge");
        }
        int told = 0;
        for (Map.Entry<Step, String> entry : without.entrySet()) {
            if (told++ == MOST_TOLD) {
                console.err().println("storyc: and " + (without.size() - MOST_TOLD) + " more");
                break;
            }
            console.err().println(VisibleText.of("storyc: " + words(entry.getKey(), entry.getValue())));
        }
    }

    private static String words(Step step, String why) {
        FilmRecord named = record(step);
        String which = step.clip().address();
        String job = "job " + named.jobId() + ": " + why;
        return step.state() == StepState.CACHED
                ? which + ": the manifest names another film, which can't be had (" + job + "); the store's is used"
                : which + " can't be had again (" + job + ")";
    }

    /** What the manifest knows of a film that this clip asks for. */
    private static FilmRecord record(Step step) {
        Clip clip = step.clip();
        FilmRecord named = step.named();
        if (named == null) {
            throw new IllegalArgumentException("the manifest names no film of " + clip.address());
        }
        return new FilmRecord(
                clip.key(),
                clip.payload(),
                clip.seconds(),
                named.estimate(),
                named.charged(),
                named.jobId(),
                named.sha256(),
                named.bytes(),
                named.seen());
    }

    private void say(String words) {
        if (!quiet) {
            console.err().println("storyc: " + words);
        }
    }
}
