package dev.storyc.cli;

import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.Job;
import dev.storyc.plan.Outcome;
import dev.storyc.run.RunEvent;
import dev.storyc.run.RunListener;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Tells what a build does, a line an event, on standard error. */
final class BuildProgress implements RunListener {
    private final Console console;
    private final boolean talkative;
    private final boolean slow;
    private final long expected;
    private final Map<String, String> lastTrouble = new HashMap<>();
    private long finished;

    /**
     * @param slow whether a job takes minutes, so that people want to hear of its way too
     * @param expected how many keys have something to do
     */
    BuildProgress(Console console, boolean talkative, boolean slow, long expected) {
        this.console = console;
        this.talkative = talkative;
        this.slow = slow;
        this.expected = expected;
    }

    @Override
    public void heard(RunEvent event) {
        if (!talkative) {
            return;
        }
        String address = event.clip().address();
        String words = Objects.toString(event.words(), "");
        switch (event.kind()) {
            case CREATING -> {
                // Where its answer is seen, this would be a second line for one thing.
                return;
            }
            case SUBMITTED, RESUMED, READY -> {
                lastTrouble.remove(address);
                if (slow) {
                    Job job = event.job();
                    String id = job == null || job.jobId() == null ? "" : ", job " + job.jobId();
                    console.err().println("  " + address + "  " + word(event.kind()) + id);
                }
            }
            case WAITING -> {
                if (!words.equals(lastTrouble.put(address, words))) {
                    console.err().println("  " + address + "  trying again: " + VisibleText.line(words));
                }
            }
            case FINISHED -> finished(Objects.requireNonNull(event.outcome()), address, words);
        }
    }

    private void finished(Outcome outcome, String address, String words) {
        if (outcome.kind() == Outcome.Kind.HELD) {
            return;
        }
        finished++;
        String count = expected > 0 ? "[" + Math.min(finished, expected) + "/" + expected + "] " : "";
        String kind = BuildResult.word(outcome.kind());
        console.err()
                .println(
                        "  " + count + address + "  " + kind + (words.isEmpty() ? "" : ": " + VisibleText.line(words)));
    }

    private static String word(RunEvent.Kind kind) {
        return switch (kind) {
            case CREATING -> "being sent";
            case SUBMITTED -> "submitted";
            case RESUMED -> "taken up again";
            case READY -> "ready, fetching";
            case WAITING -> "waiting";
            case FINISHED -> "finished";
        };
    }
}
