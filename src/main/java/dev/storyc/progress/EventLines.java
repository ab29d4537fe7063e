package dev.storyc.progress;

import dev.storyc.console.Ink;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.lower.Key;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Usd;
import dev.storyc.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A build's events as lines for people. Not safe for several threads; the run tells one event at a time. */
final class EventLines {
    private final BuildTally tally;
    private final boolean free;
    private final Ink ink;
    private final InstantSource time;
    private final Map<Key, String> lastTrouble = new HashMap<>();

    /** @param free whether nothing costs anything and all is done at once, so that only results matter */
    EventLines(BuildTally tally, boolean free, Ink ink, InstantSource time) {
        this.tally = tally;
        this.free = free;
        this.ink = ink;
        this.time = time;
    }

    /**
     * Counts an event, and gives what there is to say of it.
     *
     * @param all whether what goes well is told too
     */
    Optional<String> line(RunEvent event, boolean all) {
        Instant now = time.instant();
        Optional<BuildTally.Running> way = tally.heard(event, now);
        String address = "  " + VisibleText.line(event.clip().address()) + "  ";
        String words = VisibleText.line(Objects.toString(event.words(), ""));
        return switch (event.kind()) {
            // Its answer says more.
            case CREATING -> Optional.empty();
            // What is odd about an answer is said whatever else is.
            case SUBMITTED ->
                told(
                        !free && (all || !words.isEmpty()),
                        address + "submitted" + id(event.job()) + (words.isEmpty() ? "" : ": " + words));
            case RESUMED ->
                told(
                        all && !free,
                        address
                                + (tally.owns(event.job()) ? "taken up again" : "waits for another build's job")
                                + id(event.job()));
            case READY -> {
                lastTrouble.remove(event.clip().key());
                yield told(all && !free, address + "ready, fetching");
            }
            case WAITING -> {
                boolean news = !words.equals(lastTrouble.put(event.clip().key(), words));
                yield told(news, address + ink.odd(doubtful(event.job()) ? "in doubt" : "trying again") + ": " + words);
            }
            case FINISHED -> finished(event, way.map(r -> Duration.between(r.since(), now)), address, words, all);
        };
    }

    private Optional<String> finished(
            RunEvent event, Optional<Duration> took, String address, String words, boolean all) {
        lastTrouble.remove(event.clip().key());
        Outcome outcome = Objects.requireNonNull(event.outcome());
        if (outcome.kind() == Outcome.Kind.HELD) {
            return Optional.empty();
        }
        String word = outcome.kind().word();
        if (outcome.kind() == Outcome.Kind.RENDERED) {
            Job job = outcome.job();
            String time = took.map(t -> " in " + LiveLines.elapsed(t)).orElse("");
            String price = free || job == null ? "" : ", " + Usd.words(job.counted());
            return told(all, count() + address.strip() + "  " + ink.good(word) + (free ? "" : time + price));
        }
        String why = words.isEmpty() ? "" : ": " + words;
        String coloured = outcome.kind() == Outcome.Kind.INTERRUPTED ? word : ink.bad(word);
        // Those that are only left where they were are told at the end, with what can be done.
        boolean news = all || (took.isPresent() && outcome.kind() != Outcome.Kind.INTERRUPTED);
        return told(news, count() + address.strip() + "  " + coloured + why);
    }

    private String count() {
        return "  " + (tally.all() > 0 ? "[" + tally.done() + "/" + tally.all() + "] " : "");
    }

    private static boolean doubtful(@Nullable Job job) {
        return job != null && job.state() == JobState.IN_DOUBT;
    }

    private static String id(@Nullable Job job) {
        return job == null || job.jobId() == null ? "" : ", job " + VisibleText.line(job.jobId());
    }

    private static Optional<String> told(boolean said, String line) {
        return said ? Optional.of(line) : Optional.empty();
    }
}
