package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.Counted;
import dev.storyc.console.CountedLine;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.FilmTaker;
import dev.storyc.job.Job;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.plan.Outcome;
import dev.storyc.plan.Plan;
import dev.storyc.plan.Step;
import dev.storyc.run.RunListener;
import dev.storyc.shared.SharedPlaceException;
import dev.storyc.store.FilmStore;
import dev.storyc.store.SharedFetching;
import dev.storyc.store.SharedFilms;
import dev.storyc.store.SharedFind;
import dev.storyc.store.SharedLook;
import dev.storyc.store.SharedSending;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A build's films and its team's store: what the team has is fetched before anything is planned, and what this machine has
 * is put there while the build goes on.
 */
final class TeamFilms implements AutoCloseable {
    private static final int SENT_AT_ONCE = 4;

    private final @Nullable TeamStore shared;
    private final FilmStore store;
    private final Console console;
    private final boolean quiet;
    private final TeamSight sight;
    private final Optional<String> readOnly;
    private final @Nullable SharedSending sending;
    private int rendered;

    private TeamFilms(@Nullable TeamStore shared, FilmStore store, Console console, boolean quiet, boolean silent) {
        this.shared = shared;
        this.store = store;
        this.console = console;
        this.quiet = quiet;
        this.sight = new TeamSight(console, silent ? null : shared);
        this.readOnly = shared == null ? Optional.empty() : shared.readOnly();
        this.sending = shared == null || readOnly.isPresent()
                ? null
                : new SharedSending(shared::films, shared.marks(store.files()), store, SENT_AT_ONCE);
        if (silent) {
            stop("--offline is said");
        }
    }

    /**
     * Those of a build, whether or not its team shares a store.
     *
     * @param offline whether the network is left alone; a folder is none
     */
    static TeamFilms of(Vault vault, Console console, boolean quiet, boolean offline) {
        TeamStore shared = vault.shared();
        boolean silent = offline && shared != null && shared.network();
        return new TeamFilms(shared, vault.store(), console, quiet, silent);
    }

    /** What is seen of the team's store. */
    TeamSight sight() {
        return sight;
    }

    /**
     * Fetches what a plan found in the team's store alone.
     *
     * @return whether anything may be otherwise than it was planned
     */
    boolean fetch(Plan plan, SharedLook look) throws InterruptedException {
        return shared != null && fetch(far(plan), look).isPresent();
    }

    /** What a plan found in the team's store alone. */
    Collection<FilmRecord> far(Plan plan) {
        Map<String, FilmRecord> far = new LinkedHashMap<>();
        for (Step step : plan.steps()) {
            FilmRecord film = step.film();
            if (film != null && step.action() == Step.Action.NOTHING && !store.holds(film)) {
                far.putIfAbsent(film.key().hex() + film.sha256(), film);
            }
        }
        return far.values();
    }

    /** Fetches these films, and tells it. */
    Optional<SharedFetching.Fetched> fetch(Collection<FilmRecord> films, SharedLook look) throws InterruptedException {
        if (films.isEmpty() || shared == null) {
            return Optional.empty();
        }
        long all = films.stream().mapToLong(FilmRecord::bytes).sum();
        String what =
                Counted.count(films.size(), "film") + ", " + StoreStatsCommand.bytes(all) + ", from " + shared.name();
        say("fetching " + what);
        SharedFetching fetching = new SharedFetching(shared.films(), store, shared.marks(store.files()));
        SharedFetching.Fetched fetched;
        try (CountedLine line = CountedLine.of(console, quiet)) {
            fetched = fetching.fetch(
                    films,
                    look,
                    (done, bytes) -> line.show("  " + done + " of " + films.size() + " films, "
                            + StoreStatsCommand.bytes(bytes) + " of " + StoreStatsCommand.bytes(all)));
        }
        say(Counted.count(fetched.films(), "film") + " fetched, free of charge");
        return Optional.of(fetched);
    }

    /**
     * Refuses to buy what the team may have paid for, where it can't be asked.
     *
     * @throws UserError if the plan buys anything
     */
    static void refuseUnknown(SharedLook look, Plan plan) {
        SharedPlaceException trouble = look.trouble().orElse(null);
        if (trouble == null) {
            return;
        }
        boolean buys = plan.jobs().stream().anyMatch(step -> step.action() == Step.Action.BUY);
        boolean lacks = plan.jobs().stream()
                .anyMatch(step -> step.action() == Step.Action.BUY || step.action() == Step.Action.LEAVE);
        if (buys || lacks) {
            throw new UserError(
                    Exit.STORE,
                    trouble.getMessage() + "\nwhat it has would be paid twice, so nothing was sent: "
                            + (trouble.kind() == SharedPlaceException.Kind.UNREACHABLE
                                    ? "build again when it answers"
                                    : "mend that, and build again"));
        }
    }

    /** Begins to put there what the plan found here. */
    void begin(Plan plan) {
        plan.steps().stream().map(Step::film).forEach(this::offer);
    }

    private void offer(@Nullable FilmRecord film) {
        if (film != null && sending != null) {
            sending.offer(film);
        }
    }

    /** Hears what a build does, beside who tells of it: a film that came is put there at once. */
    RunListener hearing(RunListener other) {
        return event -> {
            other.heard(event);
            Outcome outcome = event.outcome();
            if (outcome != null && outcome.kind() == Outcome.Kind.RENDERED) {
                rendered++;
                offer(outcome.film());
            }
        };
    }

    /** The way home of a film that the far end may have no more, when another machine has brought it home already. */
    FilmTaker home(FilmTaker home) {
        return job -> {
            FilmTaker.Taken taken = home.take(job);
            boolean nothing = taken instanceof FilmTaker.Taken.Gone || taken instanceof FilmTaker.Taken.Again;
            return nothing && came(job) ? new FilmTaker.Taken.Stored() : taken;
        };
    }

    private boolean came(Job job) {
        TeamStore team = shared;
        if (team == null) {
            return false;
        }
        try {
            return team.films().find(job.key()) instanceof SharedFind.There there
                    && there.record().jobId().equals(job.jobId())
                    && team.films().pull(there.record(), store) instanceof SharedFilms.Pulled.Here;
        } catch (SharedPlaceException e) {
            // It was only a chance; what the far end said counts.
            return false;
        }
    }

    /** Puts nothing more there. */
    void stop() {
        stop("the build was stopped");
    }

    private void stop(String why) {
        if (sending != null) {
            sending.stop(why);
        }
    }

    /** Waits until all is there that can be put there. */
    void finish(Collection<FilmRecord> films) {
        if (sending == null || shared == null) {
            return;
        }
        films.forEach(this::offer);
        try {
            SharedSending.Sent sent = sending.await(0);
            if (sent.open() > 0) {
                say("putting " + Counted.count(sent.open(), "film") + " into " + shared.name());
            }
            try (CountedLine line = CountedLine.of(console, quiet)) {
                for (; sent.open() > 0; sent = sending.await(200)) {
                    line.show("  " + Counted.count(sent.open(), "film") + " to go");
                }
            }
            if (sent.sent() > 0) {
                say(Counted.count(sent.sent(), "film") + ", " + StoreStatsCommand.bytes(sent.bytes()) + ", put into "
                        + shared.name());
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a manifest may name this film: the team can have it, or this machine isn't the one that gives it. */
    boolean shared(FilmRecord film) {
        return sending == null || sending.has(film);
    }

    /** What a person should know at the end. */
    List<String> lines(Collection<FilmRecord> unshared) {
        List<String> lines = new ArrayList<>();
        if (readOnly.isPresent() && rendered > 0) {
            lines.add("note: " + Counted.count(rendered, "film") + " bought here " + (rendered == 1 ? "is" : "are")
                    + " on this machine only, for " + readOnly.get());
        }
        int others = sending == null ? 0 : sending.others().size();
        if (others > 0 && shared != null) {
            lines.add("note: of " + Counted.count(others, "clip") + " somebody else's film has the name in "
                    + shared.name() + " and stays; this machine's lies there too, for whom a manifest names it");
        }
        if (!unshared.isEmpty() && sending != null) {
            Map<String, Integer> reasons = new LinkedHashMap<>();
            Map<Key, SharedSending.Failure> failed = sending.failed();
            SharedSending.Failure stopped = new SharedSending.Failure("the build was stopped", false);
            unshared.forEach(film ->
                    reasons.merge(failed.getOrDefault(film.key(), stopped).words(), 1, Integer::sum));
            reasons.forEach((why, count) -> lines.add(Counted.count(count, "film") + (count == 1 ? " is" : " are")
                    + " on this machine and not in the shared store: " + why));
            lines.add("the manifest doesn't name " + (unshared.size() == 1 ? "it" : "them")
                    + " yet; `storyc store push` goes on, then build again");
        }
        return lines;
    }

    private void say(String words) {
        if (!quiet) {
            console.err().println(VisibleText.of("storyc: " + words));
        }
    }

    @Override
    public void close() {
        if (sending != null) {
            sending.close();
        }
    }
}
