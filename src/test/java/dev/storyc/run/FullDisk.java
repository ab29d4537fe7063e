package dev.storyc.run;

import dev.storyc.job.Cap;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.Ledger;
import dev.storyc.job.LedgerException;
import dev.storyc.job.Slots;
import dev.storyc.lower.Key;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A ledger whose disk is full once an intent is written. */
record FullDisk(Ledger real) implements Ledger {
    @Override
    public String id() {
        return real.id();
    }

    @Override
    public Optional<Job> find(Key key) {
        return real.find(key);
    }

    @Override
    public List<Job> all() {
        return real.all();
    }

    @Override
    public List<Job> intents() {
        return real.intents();
    }

    @Override
    public boolean knows(String jobId) {
        return real.knows(jobId);
    }

    @Override
    public Claim claim(Job intent, List<Cap> caps, Slots slots) {
        return real.claim(intent, caps, slots);
    }

    @Override
    public boolean retract(Job intent) {
        return real.retract(intent);
    }

    @Override
    public Optional<Job> advance(Job job, JobEvent event, Change change, Instant now) {
        throw new LedgerException("the ledger can't be written: database or disk is full");
    }

    @Override
    public void close() {
        real.close();
    }
}
