package dev.storyc.run;

import dev.storyc.job.Change;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.Ledger;
import dev.storyc.job.LedgerException;
import java.time.Instant;
import java.util.Optional;

/** A ledger whose disk is full once an intent is written. */
record FullDisk(Ledger real) implements PassingLedger {
    @Override
    public Optional<Job> advance(Job job, JobEvent event, Change change, Instant now) {
        throw new LedgerException("the ledger can't be written: database or disk is full");
    }
}
