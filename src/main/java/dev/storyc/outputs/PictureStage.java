package dev.storyc.outputs;

import dev.storyc.console.Console;
import dev.storyc.console.LiveScreen;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.manifest.Manifest;
import dev.storyc.media.MediaPlatform;
import dev.storyc.store.FolderLock;
import dev.storyc.store.MadeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stage of a build that makes pictures and cuts of the films that are in place. It costs nothing and pays for
 * nothing; what goes wrong here is told, and neither films nor manifests are touched.
 *
 * <p>What is there already isn't made again, and where nothing changed at all not even looked at.
 */
public final class PictureStage {
    private static final int THREADS = 2;
    private static final int MOST_FAILURES_SHOWN = 5;
    private static final int MOST_NOTES_SHOWN = 10;

    private final Console console;
    private final OutputOptions output;
    private final Outputs outputs;
    private final @Nullable LiveScreen screen;
    private final List<CutOutcome> cuts = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private @Nullable ExecutorService working;
    private boolean stopped;
    private boolean told;

    public PictureStage(Console console, OutputOptions output, Outputs outputs) {
        this.console = console;
        this.output = output;
        this.outputs = outputs;
        this.screen = console.err() instanceof LiveScreen.Stream stream && !output.quiet() ? stream.screen() : null;
    }

    /**
     * Makes what is missing for these storyboards.
     *
     * @param manifests by the storyboard's name, as they are by now; one without isn't looked at
     * @return the exit code
     */
    public int make(List<CompiledStoryboard> boards, Map<String, Manifest> manifests) {
        for (CompiledStoryboard board : boards) {
            Manifest manifest = manifests.get(board.name());
            if (manifest == null || isStopped()) {
                continue;
            }
            try {
                board(board, WantedPictures.of(board, manifest));
            } catch (IOException e) {
                failures.add("pictures and cuts of " + board.name() + ": " + words(e));
            }
        }
        if (isStopped()) {
            return Exit.INTERRUPTED;
        }
        failures.stream().limit(MOST_FAILURES_SHOWN).forEach(this::say);
        if (failures.size() > MOST_FAILURES_SHOWN) {
            say("and " + (failures.size() - MOST_FAILURES_SHOWN) + " more of the kind");
        }
        if (!failures.isEmpty()) {
            say("the films themselves are all right; the next build makes what is missing");
        }
        return failures.isEmpty() ? Exit.DONE : Exit.FILM_WRONG;
    }

    /** What became of each cut, in order. */
    public List<CutOutcome> cuts() {
        return List.copyOf(cuts);
    }

    /** Ends soon; any thread may ask. */
    public synchronized void stop() {
        stopped = true;
        if (working != null) {
            working.shutdownNow();
        }
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private void board(CompiledStoryboard board, WantedPictures wanted) throws IOException {
        Path folder = outputs.folder(board.name());
        if (!Files.isDirectory(folder)) {
            return;
        }
        String digest = wanted.digest();
        Set<String> folders = wanted.folders();
        List<String> here = wanted.here();
        wanted.lacking()
                .forEach(variant ->
                        cuts.add(new CutOutcome(board.name(), variant, CutOutcome.Kind.LACKING, null, null)));
        if (MadeFiles.untouched(folder, digest, folders, here)) {
            wanted.cuts().forEach(cut -> cuts.add(outcome(board, cut, CutOutcome.Kind.UNCHANGED)));
            return;
        }
        FolderLock lock = FolderLock.take(folder);
        try {
            look(board, wanted, digest);
        } finally {
            lock.close();
        }
    }

    private void look(CompiledStoryboard board, WantedPictures wanted, String digest) throws IOException {
        Path folder = outputs.folder(board.name());
        MadeFiles made = MadeFiles.in(folder);
        PictureWork work = new PictureWork(folder, made);
        work.films(wanted.rows());
        wanted.others().forEach(work::leave);
        Map<String, CutOutcome> outcomes = new LinkedHashMap<>();
        for (WantedPictures.Cut cut : wanted.cuts()) {
            CutOutcome.Kind kind = work.cut(cut)
                    .map(due -> due ? CutOutcome.Kind.MADE : CutOutcome.Kind.UNCHANGED)
                    .orElse(CutOutcome.Kind.LACKING);
            outcomes.put(cut.variant(), outcome(board, cut, kind));
        }
        finish(work, made, digest, wanted, outcomes);
        cuts.addAll(outcomes.values());
    }

    private void finish(
            PictureWork work, MadeFiles made, String digest, WantedPictures wanted, Map<String, CutOutcome> outcomes)
            throws IOException {
        List<PictureWork.Piece> failed = work.pieces();
        boolean making = outputs.pictures() && !failed.isEmpty();
        Optional<String> missing = making ? MediaPlatform.missing() : Optional.empty();
        boolean skipped = !making || missing.isPresent();
        if (!skipped) {
            failed = done(work.pieces());
        } else if (missing.isPresent() && !told && !output.quiet()) {
            told = true;
            say("no pictures and no cuts: " + missing.get());
        }
        Set<String> names = new HashSet<>(work.names());
        for (PictureWork.Piece piece : failed) {
            piece.names().forEach(names::remove);
            outcomes.computeIfPresent(
                    piece.variant(),
                    (name, cut) -> cut.as(
                            skipped
                                    ? CutOutcome.Kind.SKIPPED
                                    : isStopped() ? CutOutcome.Kind.INTERRUPTED : CutOutcome.Kind.FAILED));
        }
        if (!isStopped()) {
            // A cut that can't be made anew must not stand there as it was.
            made.keepOnly(names);
        }
        made.finish(failed.isEmpty() && !isStopped() ? digest : "", wanted.folders(), wanted.here());
        if (!output.quiet()) {
            List<String> notes = work.notes();
            notes.stream().limit(MOST_NOTES_SHOWN).forEach(this::say);
            if (notes.size() > MOST_NOTES_SHOWN) {
                say("and " + (notes.size() - MOST_NOTES_SHOWN) + " more files were kept in the same way");
            }
        }
    }

    /** Does all pieces, and gives those that failed or were not come to. */
    private List<PictureWork.Piece> done(List<PictureWork.Piece> pieces) throws IOException {
        if (pieces.isEmpty()) {
            return List.of();
        }
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        synchronized (this) {
            working = executor;
        }
        List<PictureWork.Piece> failed = new ArrayList<>(pieces);
        try {
            CompletionService<Done> completed = new ExecutorCompletionService<>(executor);
            for (PictureWork.Piece piece : pieces) {
                completed.submit(() -> run(piece));
            }
            for (int done = 0; done < pieces.size() && !isStopped(); done++) {
                show("pictures and cuts: " + done + " of " + pieces.size() + " done");
                settle(completed.take().get(), failed);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("making pictures and cuts", e.getCause());
        } catch (RejectedExecutionException e) {
            // Stopped before the last was handed over.
            return failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            executor.shutdownNow();
            show("");
            await(executor);
        }
        return failed;
    }

    /** A piece that was worked on, and why it failed if it did. */
    private record Done(PictureWork.Piece piece, @Nullable IOException failure) {}

    private static Done run(PictureWork.Piece piece) {
        try {
            piece.task().run();
            return new Done(piece, null);
        } catch (IOException e) {
            return new Done(piece, e);
        } catch (RuntimeException e) {
            // The films are bought and in their place: a bug in a picture must not keep the build from saying so.
            return new Done(piece, new IOException("a bug in storyc: " + e, e));
        }
    }

    private void settle(Done done, List<PictureWork.Piece> failed) {
        IOException failure = done.failure();
        if (failure == null) {
            failed.remove(done.piece());
        } else if (!isStopped()) {
            failures.add(done.piece().what() + ": " + words(failure));
        }
    }

    /** Native code is not left to run on while the folder is tidied up. */
    private static void await(ExecutorService executor) {
        boolean interrupted = false;
        try {
            while (!executor.isTerminated()) {
                try {
                    if (executor.awaitTermination(1, TimeUnit.MINUTES)) {
                        return;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private CutOutcome outcome(CompiledStoryboard board, WantedPictures.Cut cut, CutOutcome.Kind kind) {
        String file = outputs.workspace().shown(outputs.folder(board.name()).resolve(cut.file()));
        return new CutOutcome(board.name(), cut.variant(), kind, file, cut);
    }

    private void show(String line) throws IOException {
        if (screen != null && line.isEmpty()) {
            screen.hide();
        } else if (screen != null) {
            screen.show(List.of(line));
        }
    }

    private void say(String words) {
        console.err().println("storyc: " + VisibleText.of(words));
    }

    private static String words(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
