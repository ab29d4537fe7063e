package dev.storyc.run;

import dev.storyc.job.Job;
import dev.storyc.job.JobState;
import dev.storyc.plan.Plan;
import dev.storyc.plan.RunRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries plans out: buys what the plan says, follows every job to its film, and takes up what earlier builds left.
 *
 * <p>Timers drive it, so that a thousand jobs in flight need no more threads than ten. It may be killed at any time; the
 * next one goes on from the ledger.
 */
public final class PlanRunner {
    private final Tools tools;
    private boolean stopped;
    private @Nullable Run running;

    public PlanRunner(Tools tools) {
        this.tools = tools;
    }

    /**
     * Does what the plan says, and returns when nothing more can be done.
     *
     * @throws dev.storyc.job.LedgerException or StoreException if something could not be written down; what was sent
     *     before is in its words
     */
    public RunRecord run(Plan plan, Budget budget) throws InterruptedException {
        Run run;
        synchronized (this) {
            run = new Run(tools, plan, budget);
            running = run;
            if (stopped) {
                run.stop();
            }
        }
        return run.go();
    }

    /** How many creates are on their way now; what becomes of them is not known before they are answered. */
    public synchronized int sending() {
        return running == null ? 0 : running.sending();
    }

    /**
     * A callback came. What it says is not believed: it wakes whoever waits for that job, which is then asked after; and
     * where a create is in doubt, the job id it names is kept on disk and looked into.
     *
     * @param token what the address it came to named
     * @param jobId the job id its body named, or null
     * @return whether an attempt of this ledger has that token
     */
    public boolean called(String token, @Nullable String jobId) {
        Optional<Job> job = tools.ledger().called(token);
        if (job.isEmpty()) {
            return false;
        }
        boolean doubtful = job.get().state() == JobState.INTENT || job.get().state() == JobState.IN_DOUBT;
        boolean named = doubtful && jobId != null && tools.ledger().hint(job.get(), jobId);
        Run run = running();
        if (run != null) {
            run.called(job.get(), named);
        }
        return true;
    }

    private synchronized @Nullable Run running() {
        return running;
    }

    /** Sends nothing new, waits only for answers to what is on its way, and lets {@link #run} return soon. */
    public synchronized void stop() {
        stopped = true;
        if (running != null) {
            running.stop();
        }
    }
}
