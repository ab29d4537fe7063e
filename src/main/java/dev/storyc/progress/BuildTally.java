package dev.storyc.progress;

import dev.storyc.job.Job;
import dev.storyc.job.Spending;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Step;
import dev.storyc.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a build stands, by what it told so far. Equal keys count once. Safe for several threads. */
public final class BuildTally {
    /**
     * A clip that something is being done about.
     *
     * @param state in one word
     * @param since when its attempt began, or when it was first heard of
     */
    record Running(String address, String model, String state, Instant since) {}

    private final String me;
    private final int lanes;
    private final RenderTimes times;
    private final Map<Key, String> ahead = new LinkedHashMap<>();
    private final Map<Key, Running> running = new LinkedHashMap<>();
    private final Set<Key> others = new HashSet<>();
    private final Map<Key, Job> bought = new HashMap<>();
    private final int all;
    private int done;
    private int failed;
    private int doubtful;

    /**
     * @param steps what the plan does, one step a key
     * @param me the name under which this process owns attempts
     * @param lanes how many jobs may be in flight
     */
    public BuildTally(Collection<Step> steps, String me, int lanes, RenderTimes times) {
        this.me = me;
        this.lanes = lanes;
        this.times = times;
        for (Step step : steps) {
            if (step.action() == Step.Action.BUY || step.action() == Step.Action.RESUME) {
                ahead.put(step.clip().key(), step.clip().payload().model());
            }
        }
        this.all = ahead.size();
    }

    /** Takes an event in; what it says of a finished clip's way there, if it was on its way. */
    public synchronized Optional<Running> heard(RunEvent event, Instant now) {
        Clip clip = event.clip();
        Job job = event.job();
        switch (event.kind()) {
            // One that was taken over from a build that died is in this one's hand, and was bought by that one.
            case RESUMED, READY -> {
                if (!bought.containsKey(clip.key())) {
                    others.add(clip.key());
                }
            }
            case CREATING, SUBMITTED -> others.remove(clip.key());
            case WAITING, FINISHED -> {}
        }
        if (job != null && job.owner().equals(me) && !others.contains(clip.key())) {
            bought.put(clip.key(), job);
        } else {
            // The intent was taken back, or the attempt is another build's: none of this one's money.
            bought.remove(clip.key());
        }
        if (event.kind() == RunEvent.Kind.FINISHED) {
            return finished(clip, Objects.requireNonNull(event.outcome()).kind(), now);
        }
        Running before = running.get(clip.key());
        Instant begun = job != null ? job.started() : now;
        Running next = new Running(
                clip.address(), clip.payload().model(), state(event.kind()), before == null ? begun : before.since());
        running.put(clip.key(), next);
        return Optional.of(next);
    }

    private Optional<Running> finished(Clip clip, Outcome.Kind kind, Instant now) {
        Running before = running.remove(clip.key());
        if (ahead.remove(clip.key()) != null) {
            done++;
        }
        switch (kind) {
            case FAILED, REFUSED, SET_ASIDE, UNFETCHED -> failed++;
            case IN_DOUBT -> doubtful++;
            case RENDERED -> {
                if (before != null) {
                    times.learn(before.model(), Duration.between(before.since(), now));
                }
            }
            case HELD, ABANDONED, PENDING, LOST, OVER_CAP, NOT_SENT, CLOSED, INTERRUPTED -> {}
        }
        return Optional.ofNullable(before);
    }

    private static String state(RunEvent.Kind kind) {
        return switch (kind) {
            case CREATING -> "sending";
            case SUBMITTED, RESUMED -> "rendering";
            case READY -> "fetching";
            case WAITING -> "retrying";
            case FINISHED -> "finished";
        };
    }

    /** Whether an attempt is in this process's hand. */
    boolean owns(@Nullable Job job) {
        return job != null && job.owner().equals(me);
    }

    /** Those on their way, in the order in which they began. */
    synchronized List<Running> running() {
        return List.copyOf(running.values());
    }

    /** How many keys have something to do in this build. */
    public int all() {
        return all;
    }

    public synchronized int done() {
        return done;
    }

    /** How many ended without a film that is as asked. */
    synchronized int failed() {
        return failed;
    }

    synchronized int doubtful() {
        return doubtful;
    }

    /** What this build's own attempts count for. */
    public synchronized Spending spending() {
        return Spending.of(bought.values());
    }

    /** How long the rest takes, if enough is known. */
    synchronized Optional<Duration> left(Instant now) {
        List<RenderTimes.Ahead> begun = new ArrayList<>();
        for (Running clip : running.values()) {
            begun.add(new RenderTimes.Ahead(clip.model(), Duration.between(clip.since(), now)));
        }
        List<RenderTimes.Ahead> waiting = new ArrayList<>();
        ahead.forEach((key, model) -> {
            if (!running.containsKey(key)) {
                waiting.add(new RenderTimes.Ahead(model, Duration.ZERO));
            }
        });
        return times.left(begun, waiting, lanes);
    }
}
