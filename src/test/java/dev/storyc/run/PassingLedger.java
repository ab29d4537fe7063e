package dev.storyc.run;

import dev.storyc.job.Cap;
import dev.storyc.job.Change;
import dev.storyc.job.Claim;
import dev.storyc.job.Entry;
import dev.storyc.job.Job;
import dev.storyc.job.JobEvent;
import dev.storyc.job.Ledger;
import dev.storyc.job.Slots;
import dev.storyc.lower.Key;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ledger that hands everything on to a real one, but for what a test has go wrong. */
interface PassingLedger extends Ledger {
    Ledger real();

    @Override
    default String id() {
        return real().id();
    }

    @Override
    default Optional<Job> find(Key key) {
        return real().find(key);
    }

    @Override
    default List<Job> all() {
        return real().all();
    }

    @Override
    default List<Job> submitted() {
        return real().submitted();
    }

    @Override
    default List<Job> intents() {
        return real().intents();
    }

    @Override
    default List<Job> stored(int most) {
        return real().stored(most);
    }

    @Override
    default Optional<Job> byJob(String jobId) {
        return real().byJob(jobId);
    }

    @Override
    default List<Entry> history(Key key) {
        return real().history(key);
    }

    @Override
    default Optional<Job> called(String token) {
        return real().called(token);
    }

    @Override
    default boolean hint(Job job, String jobId) {
        return real().hint(job, jobId);
    }

    @Override
    default List<String> hints(Job job) {
        return real().hints(job);
    }

    @Override
    default Optional<Job> takeOver(Job job, String owner) {
        return real().takeOver(job, owner);
    }

    @Override
    default Map<String, BigDecimal> observed() {
        return real().observed();
    }

    @Override
    default Claim claim(Job intent, List<Cap> caps, Slots slots) {
        return real().claim(intent, caps, slots);
    }

    @Override
    default boolean retract(Job intent) {
        return real().retract(intent);
    }

    @Override
    default Optional<Job> advance(Job job, JobEvent event, Change change, Instant now) {
        return real().advance(job, event, change, now);
    }

    @Override
    default void close() {
        real().close();
    }
}
