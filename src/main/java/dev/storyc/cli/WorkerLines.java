package dev.storyc.cli;

import dev.storyc.diagnostic.VisibleText;
import dev.storyc.fleet.QueuedClip;
import dev.storyc.fleet.WorkerListener;
import dev.storyc.job.Job;
import dev.storyc.plan.Outcome;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** What a worker does, a line an event. For any number of threads. */
record WorkerLines(PrintStream err) implements WorkerListener {
    @Override
    public void told(QueuedClip clip, String what, @Nullable Job job, @Nullable String words) {
        line(clip, what, job, words);
    }

    @Override
    public void over(QueuedClip clip, Outcome.Kind outcome, @Nullable Job job, @Nullable String words) {
        line(clip, BuildResult.word(outcome), job, words);
    }

    @Override
    public void tookOver(QueuedClip clip, Job job) {
        line(clip, "taken over from a worker that died", job, null);
    }

    @Override
    public void troubled(String what, RuntimeException e) {
        say("storyc: " + what + ": " + e.getMessage());
    }

    @Override
    public void leaseLost() {
        say("storyc: others take this worker for dead; it begins anew under another name");
    }

    private void line(QueuedClip clip, String what, @Nullable Job job, @Nullable String words) {
        String id = job == null || job.jobId() == null ? "" : ", job " + job.jobId();
        say("  " + clip.build() + "  " + clip.clip().address() + "  " + what + id
                + (words == null ? "" : ": " + words));
    }

    private synchronized void say(String line) {
        err.println(VisibleText.line(line));
    }
}
