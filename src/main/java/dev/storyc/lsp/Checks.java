package dev.storyc.lsp;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When which storyboard is checked: soon after a keystroke, not at each; never twice at once; and what is outdated is
 * given up and never published.
 */
final class Checks {
    /** Typing pauses longer than this between words, and nobody sees less. */
    private static final long PAUSE_MS = 40;

    private final Surroundings surroundings;
    private final Documents documents;
    private final Checker checker;
    private final Notices notices;
    private final ScheduledExecutorService threads;
    private final Editor editor;
    private final Map<String, Errand> errands = new HashMap<>();
    private final Map<String, Checked> latest = new HashMap<>();
    /** Storyboards that aren't open, checked because something is that they use. */
    private final Set<String> adopted = new HashSet<>();

    /** One check that is due or under way. */
    private static final class Errand {
        private volatile boolean outdated;
        private @Nullable Future<?> future;
        private boolean whole;
        private boolean judged;
        private boolean done;
    }

    Checks(
            Surroundings surroundings,
            Documents documents,
            Checker checker,
            Notices notices,
            ScheduledExecutorService threads,
            Editor editor) {
        this.surroundings = surroundings;
        this.documents = documents;
        this.checker = checker;
        this.notices = notices;
        this.threads = threads;
        this.editor = editor;
    }

    /** A document was opened or saved: what it concerns is checked whole. */
    void settled(Document document) {
        touched(document, true);
        threads.execute(this::adopt);
    }

    /** A document is being typed in: what it concerns is checked soon, if typing pauses. */
    void typed(Document document) {
        touched(document, false);
    }

    private synchronized void touched(Document document, boolean whole) {
        boolean known = errands.containsKey(document.address());
        // Once a storyboard, always one until it is closed: its `scenes` may be broken for a moment.
        if (known || surroundings.isStoryboard(document.address(), document.text())) {
            adopted.remove(document.address());
            start(document.address(), whole);
        }
        others(document.address(), whole);
    }

    /** Finds storyboards for documents that are open without any that uses them: a partial is often edited alone. */
    private void adopt() {
        try {
            for (Document document : documents.all().values()) {
                String address = document.address();
                if (isAlone(address)) {
                    for (String storyboard : surroundings.storyboards(address)) {
                        Surroundings.View view = surroundings.around(storyboard, Documents.texts(documents.all()));
                        checker.check(view, 1, () -> !isAlone(address));
                        if (view.asked().contains(address)) {
                            adopt(storyboard, address);
                        }
                    }
                }
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            editor.bug(e);
        }
    }

    private synchronized boolean isAlone(String address) {
        return documents.get(address) != null
                && !errands.containsKey(address)
                && users(address).isEmpty();
    }

    private synchronized void adopt(String storyboard, String address) {
        if (documents.get(address) != null && !errands.containsKey(storyboard)) {
            adopted.add(storyboard);
            start(storyboard, false);
        }
    }

    /** Lets go of storyboards of which nothing is open any more. */
    private void letGo() {
        for (String storyboard : List.copyOf(adopted)) {
            Checked last = latest.get(storyboard);
            boolean wanted = last != null
                    && documents.all().keySet().stream().anyMatch(last.view().asked()::contains);
            if (!wanted) {
                adopted.remove(storyboard);
                forget(storyboard);
            }
        }
    }

    private void forget(String storyboard) {
        Errand errand = errands.remove(storyboard);
        if (errand != null) {
            giveUp(errand);
            latest.remove(storyboard);
            notices.clear(storyboard, documents.all());
        }
    }

    /** A file was changed that isn't open. */
    synchronized void changedOnDisk(String address) {
        if (adopted.contains(address)) {
            start(address, false);
        }
        others(address, true);
    }

    private void others(String address, boolean whole) {
        for (String storyboard : List.copyOf(errands.keySet())) {
            Checked last = latest.get(storyboard);
            // Of one that was never checked nobody knows what it uses.
            boolean uses = last == null || last.view().asked().contains(address);
            if (uses && !storyboard.equals(address)) {
                start(storyboard, whole);
            }
        }
    }

    /** A document was closed: its own findings go, and what was typed in it no longer counts for others. */
    synchronized void closed(String address) {
        forget(address);
        letGo();
        others(address, true);
        threads.execute(this::adopt);
    }

    /** The last check of a storyboard that was finished, or null. */
    synchronized @Nullable Checked latest(String storyboard) {
        return latest.get(storyboard);
    }

    /** Whether the last check is about the texts that are open now. */
    synchronized boolean upToDate(String storyboard) {
        Errand errand = errands.get(storyboard);
        return errand != null && errand.judged;
    }

    /** The storyboards whose last check asked for a file. */
    synchronized List<String> users(String address) {
        return latest.entrySet().stream()
                .filter(entry -> entry.getValue().view().asked().contains(address))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private void start(String storyboard, boolean whole) {
        Errand before = errands.get(storyboard);
        Errand errand = new Errand();
        // A whole check that never came to its end is still owed.
        errand.whole = whole || (before != null && before.whole && !before.done);
        if (before != null) {
            giveUp(before);
        }
        errands.put(storyboard, errand);
        errand.future = threads.schedule(() -> run(storyboard, errand), PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    private static void giveUp(Errand errand) {
        errand.outdated = true;
        if (errand.future != null) {
            errand.future.cancel(false);
        }
    }

    private void run(String storyboard, Errand errand) {
        try {
            Map<String, Document> open = documents.all();
            Surroundings.View view = surroundings.around(storyboard, Documents.texts(open));
            // A glance first, whatever is owed: nobody should wait for a million rows to see a typing slip.
            Checked glance = checker.check(view, Checker.GLANCE, () -> errand.outdated);
            if (glance == null || !finish(storyboard, errand, glance, open)) {
                return;
            }
            editor.refreshLenses();
            if (errand.whole && !glance.tally().whole()) {
                Checked all = checker.check(view, Integer.MAX_VALUE, () -> errand.outdated);
                if (all != null && finish(storyboard, errand, all, open)) {
                    editor.refreshLenses();
                }
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            editor.bug(e);
        }
    }

    private synchronized boolean finish(String storyboard, Errand errand, Checked result, Map<String, Document> open) {
        if (errand.outdated) {
            return false;
        }
        // What it uses may have been typed in while it was under way, before anybody knew that it uses it.
        boolean stale =
                result.view().asked().stream().anyMatch(file -> !Objects.equals(open.get(file), documents.get(file)));
        if (stale) {
            start(storyboard, errand.whole);
            return false;
        }
        errand.judged = true;
        errand.done = result.tally().whole() || !errand.whole;
        latest.put(storyboard, result.remembering(latest.get(storyboard)));
        notices.publish(storyboard, result, open);
        return true;
    }
}
