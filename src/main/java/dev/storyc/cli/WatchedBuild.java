package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.Job;
import dev.storyc.job.Spending;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Seen;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.Prospect;
import dev.storyc.outputs.Showings;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Step;
import dev.storyc.plan.StepState;
import dev.storyc.plan.Usd;
import dev.storyc.progress.BuildProgress;
import dev.storyc.progress.BuildTally;
import dev.storyc.report.Gallery;
import dev.storyc.report.GalleryIndex;
import dev.storyc.report.GalleryMark;
import dev.storyc.report.GallerySummary;
import dev.storyc.report.Showing;
import dev.storyc.report.ShownVariant;
import dev.storyc.run.RunEvent;
import dev.storyc.serve.WatchPage;
import dev.storyc.store.FilmStore;
import dev.storyc.store.OutputFolder;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A build that people watch in a browser: its galleries fill while it runs. What the page does or can't do decides nothing. */
final class WatchedBuild implements AutoCloseable, WatchPage.Content {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final Map<String, Showing> showings = new LinkedHashMap<>();
    private final Map<String, Set<String>> variants = new HashMap<>();
    // What is told comes from one thread at a time.
    private final Map<String, Map<String, StepState>> states = new HashMap<>();
    private final Map<Key, List<Clip>> clips = new HashMap<>();
    private final Map<String, FilmRecord> films = new ConcurrentHashMap<>();
    private final Outputs outputs;
    private final FilmStore store;
    private final BuildTally tally;
    private final WatchPage page;

    /**
     * @param port 0 for any that is free
     * @param tally of its own, which nothing else tells
     */
    private WatchedBuild(
            int port, Prospect prospect, List<Showing> shown, Outputs outputs, Vault vault, BuildTally tally)
            throws IOException {
        this.outputs = outputs;
        this.store = vault.store();
        this.tally = tally;
        for (Showing showing : shown) {
            showings.put(showing.storyboard(), showing);
            variants.put(
                    showing.storyboard(),
                    showing.variants().stream().map(ShownVariant::name).collect(Collectors.toSet()));
        }
        for (Step step : prospect.plan().steps()) {
            Clip clip = step.clip();
            clips.computeIfAbsent(clip.key(), unused -> new ArrayList<>(1)).add(clip);
            states.computeIfAbsent(clip.storyboard(), unused -> new LinkedHashMap<>())
                    .put(name(clip), step.state());
            if (step.film() != null) {
                films.put(place(clip), step.film());
            }
        }
        this.page = WatchPage.open(port, new SecureRandom(), showings.keySet(), this, PATIENCE);
    }

    /** Opens the page and says where it is. */
    static WatchedBuild open(
            int port,
            Prospect prospect,
            List<Showing> shown,
            Outputs outputs,
            Vault vault,
            BuildTally tally,
            Console console) {
        try {
            WatchedBuild watched = new WatchedBuild(port, prospect, shown, outputs, vault, tally);
            console.err().println("storyc: watch it at " + watched.page.address());
            return watched;
        } catch (IOException e) {
            // Nothing was sent yet, so whoever wants to watch can say another port.
            throw new UserError(
                    Exit.USAGE,
                    "--watch-page can't have port " + port + ": " + e.getMessage()
                            + "; nothing was sent. Without a port any that is free is taken");
        }
    }

    /** The same progress, told to the page too if there is one. */
    static BuildProgress over(@Nullable WatchedBuild watched, BuildProgress progress) {
        return watched == null ? progress : watched.with(progress);
    }

    private BuildProgress with(BuildProgress progress) {
        return new BuildProgress() {
            @Override
            public void heard(RunEvent event) {
                progress.heard(event);
                tell(event);
            }

            @Override
            public void interrupted() {
                progress.interrupted();
            }

            @Override
            public void close() {
                progress.close();
            }
        };
    }

    /** Says that the build is over, to whoever watches. */
    void ended(int exit) throws InterruptedException {
        String how = exit == Exit.DONE ? "all is well" : "exit " + exit + ", and the terminal says why";
        page.end(words("The build is over: " + how + ". " + spent() + " This page is served no more; it lies beside the"
                + " films, as " + WatchPage.PAGE + "."));
    }

    @Override
    public void close() {
        page.close();
    }

    private void tell(RunEvent event) {
        tally.heard(event, Instant.now());
        Outcome outcome = event.outcome();
        for (Clip clip : clips.getOrDefault(event.clip().key(), List.of(event.clip()))) {
            ObjectNode change = JsonNodeFactory.instance.objectNode();
            StepState state = outcome == null ? StepState.RUNNING : Showings.state(outcome);
            states.computeIfAbsent(clip.storyboard(), unused -> new LinkedHashMap<>())
                    .put(name(clip), state);
            change.put("state", state.word());
            Job job = event.job();
            if (job != null && job.jobId() != null) {
                change.put("job", VisibleText.line(job.jobId()));
            }
            if (outcome == null) {
                change.put("words", doing(event));
            } else {
                over(outcome, clip, change);
            }
            ObjectNode told = JsonNodeFactory.instance.objectNode();
            told.put("variant", clip.variant()).put("clip", clip.id()).put("take", clip.take());
            told.set("change", change);
            page.take(clip.storyboard(), clip.variant(), clip.id(), clip.take(), text(told));
        }
        String words =
                "The build runs: " + tally.done() + " of " + Counted.count(tally.all(), "clip") + " done. " + spent();
        showings.keySet().forEach(name -> page.tally(name, tally(name, words)));
    }

    /** How many takes of a storyboard stand how. */
    private String tally(String storyboard, String words) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("words", words.strip());
        ObjectNode counts = node.putObject("states");
        states.getOrDefault(storyboard, Map.of())
                .values()
                .forEach(state ->
                        counts.put(state.word(), counts.path(state.word()).asInt() + 1));
        return text(node);
    }

    private String spent() {
        Spending spending = tally.spending();
        if (spending.spent().signum() == 0 && spending.reserved().signum() == 0) {
            return "";
        }
        return Usd.words(spending.spent()) + " spent, " + Usd.words(spending.reserved()) + " reserved.";
    }

    private static String doing(RunEvent event) {
        String what = switch (event.kind()) {
            case CREATING -> "is being sent";
            case SUBMITTED, RESUMED -> "is being rendered";
            case READY -> "is being fetched";
            case WAITING -> "is tried again";
            case FINISHED -> "is over";
        };
        return event.words() == null ? what : what + ": " + VisibleText.of(event.words());
    }

    private void over(Outcome outcome, Clip clip, ObjectNode change) {
        change.put("words", outcome.words() == null ? "" : VisibleText.of(outcome.words()));
        FilmRecord film = outcome.film();
        Job job = outcome.job();
        if (job != null) {
            change.put("spent", job.counted());
        }
        if (film == null) {
            return;
        }
        films.put(place(clip), film);
        change.put("file", name(clip));
        change.put("spent", film.cost());
        Seen seen = film.seen();
        change.putObject("film")
                .put("seconds", seen.seconds())
                .put("width", seen.width())
                .put("height", seen.height())
                .put("rate", seen.framesPerSecond())
                .put("video", seen.videoCodec())
                .put("audio", seen.audioCodec())
                .put("bytes", film.bytes())
                .put("sha256", film.sha256());
    }

    private static String words(String words) {
        return text(JsonNodeFactory.instance.objectNode().put("words", words));
    }

    private static String text(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static String name(Clip clip) {
        return OutputFolder.name(clip.variant(), clip.number(), clip.id(), clip.take(), clip.cut());
    }

    private static String place(Clip clip) {
        return clip.storyboard() + "/" + name(clip);
    }

    @Override
    public void index(Writer out) throws IOException {
        List<GalleryIndex.Entry> entries = new ArrayList<>();
        for (Showing showing : showings.values()) {
            entries.add(new GalleryIndex.Entry(
                    showing.storyboard(), GallerySummary.of(showing, GalleryMark.of(showing, Storyc.version()))));
        }
        out.write(new GalleryIndex().write(entries));
    }

    @Override
    public void page(String storyboard, Writer out) throws IOException {
        Showing showing = Objects.requireNonNull(showings.get(storyboard), storyboard);
        new Gallery(WatchPage.script(), WatchPage.POLICY)
                .write(showing, GalleryMark.of(showing, Storyc.version()), out);
    }

    /** The store's film of a clip of this build, or what lies in the storyboard's folder; no link leads out of it. */
    @Override
    public @Nullable Path file(String storyboard, String name) throws IOException {
        FilmRecord film = films.get(storyboard + "/" + name);
        if (film != null && Files.isRegularFile(store.film(film))) {
            return store.film(film);
        }
        Path folder = outputs.folder(storyboard);
        if (!isOfVariant(storyboard, name) || !Files.isDirectory(folder)) {
            return null;
        }
        try {
            Path file = folder.resolve(name);
            boolean within = Files.isRegularFile(file) && file.toRealPath().startsWith(folder.toRealPath());
            return within ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** A variant's name has no dot: {@code VARIANT/01-clip.jpg}, {@code VARIANT.mp4}. */
    private boolean isOfVariant(String storyboard, String name) {
        return variants.getOrDefault(storyboard, Set.of()).contains(name.replaceFirst("[./].*$", ""));
    }
}
