package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.job.Ledger;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Prospect;
import dev.storyc.plan.Estimate;
import dev.storyc.plan.Plan;
import dev.storyc.plan.Usd;
import dev.storyc.run.Budget;
import dev.storyc.store.Realm;
import dev.storyc.store.StoreFiles;
import dev.storyc.store.StoreGround;
import dev.storyc.workspace.WorkspaceSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person agrees to spend with one build: by a word at the terminal, by flags, or by a plan in a file. */
final class Consent {
    private final BuildOptions options;
    private final Console console;
    private final @Nullable BigDecimal maxCost;
    private final @Nullable BoundPlan bound;

    private Consent(BuildOptions options, Console console, @Nullable BigDecimal maxCost, @Nullable BoundPlan bound) {
        this.options = options;
        this.console = console;
        this.maxCost = maxCost;
        this.bound = bound;
    }

    /**
     * What the flags say, before anything is read but the file of {@code --plan}.
     *
     * @throws UserError if they contradict each other, or that file isn't what was written
     */
    static Consent of(BuildOptions options, Console console, Path folder) throws IOException {
        return new Consent(options, console, options.maxCost().orElse(null), bound(options, folder));
    }

    private static @Nullable BoundPlan bound(BuildOptions options, Path folder) throws IOException {
        Path plan = options.plan();
        if (plan == null) {
            return null;
        }
        if (options.animatic()) {
            throw new UserError(Exit.USAGE, "--plan is about what costs money, and --backend animatic costs nothing");
        }
        if (options.rebuy() || !options.retry().isEmpty()) {
            throw new UserError(
                    Exit.USAGE,
                    "what is bought again stands in the plan: say --rebuy and --retry to `storyc plan -o`, and not beside"
                            + " --plan");
        }
        return BoundPlan.read(folder.resolve(plan), plan.toString());
    }

    /** What may be bought again. */
    Prospect.Choice choice(Duration giveUpAfter) {
        return bound == null
                ? new Prospect.Choice(options.rebuy(), options.retry(), giveUpAfter)
                : new Prospect.Choice(
                        bound.allowance().rebuy(), bound.allowance().retry(), giveUpAfter);
    }

    /** Refuses a plan in a file that was made for another realm, or for a store that isn't there. */
    void refuseElsewhere(Realm realm, StoreFiles files) {
        if (bound != null) {
            bound.refuseElsewhere(realm, StoreGround.isNew(files));
        }
    }

    /** Refuses a plan in a file that was made for another ledger. */
    void refuseOther(Ledger ledger) {
        if (bound != null) {
            bound.refuseOther(ledger.id());
        }
    }

    /**
     * Whether this plan may be carried out; who says no has been told.
     *
     * @throws UserError if a plan in a file no longer holds
     */
    boolean given(Plan plan) throws IOException {
        if (bound != null) {
            bound.refuseMoved(plan);
            return true;
        }
        return confirmed(plan.estimate());
    }

    /** The caps that hold, which are none where nothing costs anything. */
    Budget budget(Prospect prospect, WorkspaceSettings settings) {
        if (options.animatic()) {
            return Budget.NONE;
        }
        Map<String, BigDecimal> overall = new HashMap<>();
        if (maxCost != null) {
            overall.put("--max-cost", maxCost);
        }
        settings.dollars("budget").ifPresent(usd -> overall.put("the budget of storyc.yaml", usd));
        Map<String, BigDecimal> byStoryboard = new HashMap<>();
        for (CompiledStoryboard board : prospect.boards()) {
            BigDecimal budget = board.budget();
            if (budget != null) {
                byStoryboard.put(board.name(), budget);
            }
        }
        Budget budget = new Budget(overall, byStoryboard, bound == null ? null : bound.cap());
        // By a plan in a file, that plan's own sum holds; with a cap, the cap alone.
        boolean agreed = bound == null && maxCost == null;
        return agreed ? budget.confirmed(prospect.plan().estimate().expected()) : budget;
    }

    private boolean confirmed(Estimate estimate) throws IOException {
        if (!estimate.costs() || options.yes() || maxCost != null) {
            return true;
        }
        String sum = Usd.words(estimate.expected()) + (estimate.unpriced() > 0 ? " and what has no known price" : "");
        if (!console.terminal()) {
            console.err()
                    .println("storyc: this build would cost " + sum
                            + "; nothing is sent before somebody says so: --yes, --max-cost USD, or --plan FILE");
            return false;
        }
        console.err().print("Spend " + sum + "? [y/N] ");
        console.err().flush();
        String answer = console.readLine();
        // The line break somebody types is no output: without one of ours the prompt's line would count as unfinished.
        console.err().println();
        boolean yes = answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
        if (!yes) {
            console.err().println("storyc: nothing was sent");
        }
        return yes;
    }
}
