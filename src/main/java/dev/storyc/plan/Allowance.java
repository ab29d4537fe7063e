package dev.storyc.plan;

import dev.storyc.job.Cap;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.plan.Step.Action;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan that was written down, and may be carried out later: what may be bought, from whom, into which ledger, and for
 * how much. Each of its keys may be sent once under it, however often it is carried out.
 *
 * @param id tells it from any other, also from one of the same clips
 * @param made when
 * @param realm where its films are bought
 * @param ledger names the one ledger it is good for
 * @param rebuy whether it was made to buy again what is lost
 * @param retry which of failed, refused and abandoned it was made to buy again
 * @param lines one a clip and take, as the plan saw them
 */
public record Allowance(
        String id, Instant made, String realm, String ledger, boolean rebuy, Set<StepState> retry, List<Line> lines) {
    /** Amounts come rounded to cents; what is up to one more than was said is no other price. */
    private static final BigDecimal CENT = new BigDecimal("0.01");

    public Allowance {
        retry = Set.copyOf(retry);
        lines = List.copyOf(lines);
    }

    /**
     * How one clip stood.
     *
     * @param price US dollars by the price list, or null where no price was known
     * @param expected US dollars that it would come to where the far end was last seen to charge more; else the price
     */
    public record Line(
            Place place,
            Key key,
            StepState state,
            Action action,
            @Nullable BigDecimal price,
            @Nullable BigDecimal expected) {
        /** A clip that is expected to cost its price. */
        public Line(Place place, Key key, StepState state, Action action, @Nullable BigDecimal price) {
            this(place, key, state, action, price, price);
        }

        static Line of(Step step, Map<String, BigDecimal> observed) {
            Clip clip = step.clip();
            BigDecimal price = clip.price();
            BigDecimal ratio = observed.get(clip.payload().model());
            BigDecimal expected = price == null || ratio == null
                    ? price
                    : price.multiply(ratio).setScale(9, RoundingMode.UP).stripTrailingZeros();
            return new Line(Planner.place(clip), clip.key(), step.state(), step.action(), price, expected);
        }
    }

    /** The allowance of this plan, by the price list. */
    public static Allowance of(
            Plan plan, String id, Instant made, String realm, String ledger, boolean rebuy, Set<StepState> retry) {
        return of(plan, id, made, realm, ledger, rebuy, retry, Map.of());
    }

    /**
     * The allowance of this plan.
     *
     * @param observed by model, how many times its list price the far end was last seen to charge
     */
    public static Allowance of(
            Plan plan,
            String id,
            Instant made,
            String realm,
            String ledger,
            boolean rebuy,
            Set<StepState> retry,
            Map<String, BigDecimal> observed) {
        return new Allowance(
                id,
                made,
                realm,
                ledger,
                rebuy,
                retry,
                plan.steps().stream().map(step -> Line.of(step, observed)).toList());
    }

    /**
     * What the ledger holds every build under this allowance to, all together.
     *
     * @param digest of the file it was read from
     * @param words what people call it
     */
    public Cap cap(String digest, String words) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Line line : bought().values()) {
            if (line.expected() == null) {
                // What it may cost was never said, so no sum can be held to.
                return new Cap("plan:" + digest, null, words, true);
            }
            sum = sum.add(line.expected()).add(CENT);
        }
        return new Cap("plan:" + digest, sum, words, true);
    }

    /** Why this plan can't be carried out any more, a line a clip: empty if it holds. What became cheaper is no reason. */
    public List<String> moved(Plan now) {
        Map<Place, Line> places = new HashMap<>();
        lines.forEach(line -> places.put(line.place(), line));
        Map<Key, Line> bought = bought();
        List<String> moved = new ArrayList<>();
        for (Step step : now.steps()) {
            String words = moved(
                    step,
                    places.get(Planner.place(step.clip())),
                    bought.get(step.clip().key()));
            if (words != null) {
                moved.add(step.clip().address() + " " + words);
            }
        }
        return moved;
    }

    private static @Nullable String moved(Step step, @Nullable Line there, @Nullable Line allowed) {
        Clip clip = step.clip();
        if (there != null && !there.key().equals(clip.key())) {
            return "asks for something else now: " + there.key().brief() + " in the plan, "
                    + clip.key().brief() + " now";
        }
        if (step.action() != Action.BUY) {
            boolean vanished = there != null && there.action() == Action.NOTHING && step.state() == StepState.LOST;
            return vanished && step.action() == Action.LEAVE ? "was held, and is lost now" : null;
        }
        if (allowed != null) {
            boolean dearer = clip.price() == null
                    ? allowed.price() != null
                    : allowed.price() == null || clip.price().compareTo(allowed.price()) > 0;
            return dearer
                    ? "costs " + Usd.words(clip.price()) + " now, and " + Usd.words(allowed.price()) + " in the plan"
                    : null;
        }
        return there == null
                ? "is not in the plan, and would cost " + Usd.words(clip.price())
                : "was " + there.state().word() + " in the plan, is "
                        + step.state().word() + " now, and would cost " + Usd.words(clip.price());
    }

    private Map<Key, Line> bought() {
        Map<Key, Line> bought = new LinkedHashMap<>();
        lines.stream()
                .filter(line -> line.action() == Action.BUY)
                .forEach(line -> bought.putIfAbsent(line.key(), line));
        return bought;
    }
}
