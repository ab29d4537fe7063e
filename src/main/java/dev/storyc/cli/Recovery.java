package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.media.MediaPlatform;
import dev.storyc.plan.Holdings;
import dev.storyc.plan.Plan;
import dev.storyc.plan.Provenance;
import dev.storyc.plan.Step;
import dev.storyc.plan.Step.Action;
import dev.storyc.plan.StepState;
import dev.storyc.run.FilmReturn;
import dev.storyc.run.FilmReturn.Returned;
import dev.storyc.store.FilmStore;
import dev.storyc.store.SpareFilms;
import java.nio.file.Files;
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
import org.jspecify.annotations.Nullable;

/**
 * Takes back, before anything is bought, the films that the manifest or the ledger knows of and the store lacks: from the
 * output folders, else by asking for their jobs. All of it is free.
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

    /** The steps whose films were bought and the store lacks, one a film. */
    List<Step> lacking(Plan plan) {
        Map<String, Step> lacking = new LinkedHashMap<>();
        for (Step step : plan.steps()) {
            FilmRecord named = step.named();
            String key = step.clip().key().hex();
            if (named != null && step.action() != Action.RESUME) {
                lacking.putIfAbsent(key + named.sha256(), step);
            } else if (named == null && onlyByJob(step)) {
                lacking.putIfAbsent(key, step);
            }
        }
        return List.copyOf(lacking.values());
    }

    /** Whether only the ledger knows of a film that isn't here. */
    private boolean onlyByJob(Step step) {
        Job job = step.job();
        if (job == null || job.jobId() == null) {
            return false;
        }
        return switch (step.state()) {
            case SET_ASIDE -> step.odd() != null;
            // A damaged film stays until somebody sets it aside.
            case LOST ->
                job.state() == JobState.STORED
                        && store.damage(job.key())
                                .filter(damage -> Files.exists(damage.file()))
                                .isEmpty();
            default -> false;
        };
    }

    /**
     * Takes back what can be had, and tells the rest.
     *
     * @param provenance whose bytes are taken for what the manifest says
     * @param jobs asks for jobs; empty where nobody can be asked
     * @param otherwise why nobody can be asked
     */
    void run(List<Step> lacking, Provenance provenance, Optional<FilmReturn> jobs, String otherwise)
            throws InterruptedException {
        List<Step> left = new ArrayList<>();
        for (Step step : lacking) {
            FilmRecord named = step.named();
            if (named == null || !provenance.vouched(named) || !spares.takeBack(record(named, step.clip()), store)) {
                left.add(step);
            }
        }
        int fromOut = lacking.size() - left.size();
        if (!left.isEmpty() && jobs.isPresent()) {
            say("asking for " + Counted.count(left.size(), "film") + " that " + (left.size() == 1 ? "was" : "were")
                    + " bought and this store lacks");
        }
        Map<Step, String> without = jobs.isPresent() ? asked(left, jobs.get()) : unasked(left, otherwise);
        tell(fromOut, left.size() - without.size(), without);
    }

    /** Writes the records that went astray of films which are here, and which the manifest names. */
    void name(Plan plan, Holdings held) {
        for (Step step : plan.jobs()) {
            FilmRecord film = step.film();
            if (film != null && held.film(step.clip().key()).isEmpty()) {
                store.name(record(film, step.clip()));
            }
        }
    }

    /** Tells which rows of manifests are not followed. */
    void odd(Plan plan) {
        List<String> lines = new ArrayList<>();
        for (Step step : plan.steps()) {
            if (step.odd() != null && step.state() != StepState.SET_ASIDE) {
                lines.add(step.clip().address() + ": " + step.odd()
                        + (step.film() == null ? "" : "; the store's film is used"));
            }
        }
        list(lines);
    }

    private static Map<Step, String> unasked(List<Step> left, String otherwise) {
        Map<Step, String> without = new LinkedHashMap<>();
        left.forEach(step -> without.put(step, otherwise));
        return without;
    }

    /** @return what can't be had, and why */
    private Map<Step, String> asked(List<Step> left, FilmReturn jobs) throws InterruptedException {
        Map<Step, String> without = new LinkedHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Returned>> asking = new ArrayList<>();
            left.forEach(step -> asking.add(() -> ask(step, jobs)));
            List<Future<Returned>> answers = threads.invokeAll(asking);
            for (int i = 0; i < left.size(); i++) {
                Step step = left.get(i);
                Returned answer = answers.get(i).get();
                if (answer instanceof Returned.Not not) {
                    without.put(step, not.words());
                } else if (answer instanceof Returned.Aside aside && step.state() == StepState.LOST) {
                    list(List.of(step.clip().address() + " was had again, and isn't as asked (" + aside.reason()
                            + "): `storyc store accept " + step.clip().key().brief() + "` takes it as it is"));
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

    /** First the film that people agreed on; else the one that was bought here. */
    private static Returned ask(Step step, FilmReturn jobs) throws InterruptedException {
        FilmRecord named = step.named();
        Job job = step.job();
        Returned first =
                named == null ? new Returned.Not("nobody knows its job") : jobs.ask(record(named, step.clip()));
        boolean another = job != null
                && job.jobId() != null
                && (job.state() == JobState.STORED || job.state() == JobState.SET_ASIDE)
                && step.film() == null
                && (named == null || !job.jobId().equals(named.jobId()));
        if (!(first instanceof Returned.Not) || !another || job == null) {
            return first;
        }
        // Its bytes are not known, so they must be proved.
        Optional<String> missing = MediaPlatform.missing();
        return missing.isPresent() ? new Returned.Not(missing.get()) : jobs.ask(job, step.clip());
    }

    private void tell(int fromOut, int fromJobs, Map<Step, String> without) {
        if (fromOut > 0) {
            say(Counted.count(fromOut, "film") + " taken back from out/, free of charge");
        }
        if (fromJobs > 0) {
            say(Counted.count(fromJobs, "film") + " had again by asking for "
                    + (fromJobs == 1 ? "its job" : "their jobs") + ", free of charge");
        }
        List<String> lines = new ArrayList<>();
        without.forEach((step, why) -> lines.add(words(step, why)));
        list(lines);
    }

    private void list(List<String> lines) {
        lines.stream().limit(MOST_TOLD).forEach(line -> console.err().println(VisibleText.of("storyc: " + line)));
        if (lines.size() > MOST_TOLD) {
            console.err().println("storyc: and " + (lines.size() - MOST_TOLD) + " more");
        }
    }

    private static String words(Step step, String why) {
        String which = step.clip().address();
        String job = "job " + jobId(step) + ": " + why;
        return switch (step.state()) {
            case CACHED ->
                which + ": the manifest names another film, which can't be had (" + job + "); the store's is used";
            case SET_ASIDE -> which + ": " + step.odd() + ", and can't be had again (" + job + ")";
            default -> which + " can't be had again (" + job + ")";
        };
    }

    private static @Nullable String jobId(Step step) {
        FilmRecord named = step.named();
        Job job = step.job();
        return named != null ? named.jobId() : job == null ? null : job.jobId();
    }

    /** What the manifest knows of a film, as of this clip, which asks for the same. */
    private static FilmRecord record(FilmRecord named, Clip clip) {
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
