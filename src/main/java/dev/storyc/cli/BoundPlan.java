package dev.storyc.cli;

import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.job.Cap;
import dev.storyc.plan.Allowance;
import dev.storyc.plan.Plan;
import dev.storyc.plan.PlanFile;
import dev.storyc.store.DurableFiles;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A plan in a file, and how a build is held to it.
 *
 * @param shown the file as people call it
 * @param bound what it says
 */
record BoundPlan(String shown, PlanFile.Bound bound) {
    private static final long MOST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_MOVED = 20;

    /** Refuses to write a plan over what is none: a storyboard may be named by a slip. */
    static void refuseOver(Path file, String shown) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            return;
        }
        boolean plan = Files.size(file) <= MOST_BYTES && PlanFile.isPlan(text(file));
        if (!plan) {
            throw new UserError(
                    Exit.USAGE, shown + " is there and is no plan, so none is written over it; name another file");
        }
    }

    /** Bytes that are no text are no plan either. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Writes an allowance to a file, in place of what was there. */
    static void write(Path file, Allowance allowance) throws IOException {
        Path above = file.toAbsolutePath().getParent();
        if (above == null || !Files.isDirectory(above)) {
            throw new UserError(Exit.USAGE, "the plan can't be written to " + file + ": there is no folder " + above);
        }
        if (Files.isDirectory(file)) {
            throw new UserError(Exit.USAGE, "the plan can't be written to " + file + ": it is a folder");
        }
        DurableFiles.write(file, new PlanFile().write(allowance));
    }

    /** Reads one, before anything else is done. */
    static BoundPlan read(Path file, String shown) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserError(
                    Exit.USAGE, "there is no plan " + shown + "; `storyc plan -o " + shown + "` writes one");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new UserError(Exit.FILM_WRONG, shown + " is larger than any plan");
        }
        try {
            return new BoundPlan(shown, new PlanFile().read(Files.readString(file)));
        } catch (PlanFile.Unfit e) {
            throw new UserError(Exit.FILM_WRONG, shown + " " + e.getMessage() + ".\nNothing was sent; " + again(shown));
        } catch (CharacterCodingException e) {
            throw new UserError(Exit.FILM_WRONG, shown + " is no text, and so no plan; " + again(shown));
        }
    }

    Allowance allowance() {
        return bound.allowance();
    }

    /** What the ledger holds all builds by this plan to. */
    Cap cap() {
        return allowance().cap(bound.digest(), "the plan " + shown);
    }

    /** Stops a build that would work in another realm, or where no ledger can be the plan's. */
    void refuseElsewhere(Realm realm, boolean newStore) {
        if (!allowance().realm().equals(realm.name())) {
            throw stopped(
                    List.of("it was made for " + allowance().realm() + ", and this build is for " + realm.name()));
        }
        if (newStore) {
            throw stopped(List.of("its ledger " + allowance().ledger() + " is not here: there is no store yet"));
        }
    }

    /** Stops a build whose ledger is another one. */
    void refuseOther(String ledger) {
        if (!allowance().ledger().equals(ledger)) {
            throw stopped(
                    List.of("it was made for the ledger " + allowance().ledger() + ", and this store's is " + ledger));
        }
    }

    /** Stops a build that would do more, or other things, than the plan says. */
    void refuseMoved(Plan now) {
        List<String> moved = allowance().moved(now);
        if (!moved.isEmpty()) {
            throw stopped(moved);
        }
    }

    private UserError stopped(List<String> moved) {
        StringBuilder words = new StringBuilder("the plan " + shown + " no longer holds:");
        moved.stream().limit(MOST_MOVED).forEach(line -> words.append("\n  ").append(line));
        if (moved.size() > MOST_MOVED) {
            words.append("\n  and ").append(moved.size() - MOST_MOVED).append(" more");
        }
        return new UserError(
                Exit.BUDGET,
                words.append("\nNothing was sent; ").append(again(shown)).toString());
    }

    private static String again(String shown) {
        return "`storyc plan -o " + shown + "` with the same choices makes a new one";
    }
}
