package dev.storyc.run;

import dev.storyc.plan.Plan;
import dev.storyc.plan.RunRecord;
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

    /** Sends nothing new, waits only for answers to what is on its way, and lets {@link #run} return soon. */
    public synchronized void stop() {
        stopped = true;
        if (running != null) {
            running.stop();
        }
    }
}
