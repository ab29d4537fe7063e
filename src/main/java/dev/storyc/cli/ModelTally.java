package dev.storyc.cli;

import dev.storyc.ModelTrial;
import dev.storyc.ModelTrial.Tried;
import dev.storyc.catalog.ModelCatalog;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.plan.Comparison.Sum;
import dev.storyc.plan.ModelOffer;
import dev.storyc.plan.ModelOffer.Refusal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sums up what storyboards would be on every model. Holds no clip, since a campaign has many. */
final class ModelTally {
    private final Map<List<String>, Offer> offers = new LinkedHashMap<>();

    private static final class Offer {
        private boolean own;
        private int seconds;
        private int unpriced;
        private BigDecimal usd = BigDecimal.ZERO;
        private final Set<Key> keys = new HashSet<>();
        private final Map<String, Integer> dropped = new LinkedHashMap<>();
        private final Map<List<String>, List<String>> refused = new LinkedHashMap<>();
    }

    /** What every storyboard of a campaign without errors would cost on every model. */
    static List<ModelOffer> of(Campaign campaign) {
        ModelTrial trial = new ModelTrial(new ModelCatalog());
        ModelTally tally = new ModelTally();
        campaign.sources((source, sources) -> trial.compile(source, sources, campaign.choices(), tally::take));
        return tally.offers();
    }

    private void take(Tried tried) {
        String model = tried.model().id();
        Offer offer = offers.computeIfAbsent(List.of(tried.film().storyboard(), model), unused -> new Offer());
        offer.own = tried.film().model().equals(model);
        tried.dropped().forEach(name -> offer.dropped.merge(name, 1, Integer::sum));
        if (tried.refusal() != null) {
            // The words differ where a number in them does, and then so does what mends it.
            offer.refused
                    .computeIfAbsent(List.of(tried.scene().id(), tried.refusal()), unused -> new ArrayList<>())
                    .add(tried.film().variant());
        }
        for (Clip clip : tried.clips()) {
            if (offer.keys.add(clip.key())) {
                offer.seconds += clip.seconds();
                offer.unpriced += clip.price() == null ? 1 : 0;
                offer.usd = clip.price() == null ? offer.usd : offer.usd.add(clip.price());
            }
        }
    }

    private List<ModelOffer> offers() {
        List<ModelOffer> all = new ArrayList<>();
        offers.forEach((name, offer) -> {
            List<Refusal> refused = new ArrayList<>();
            offer.refused.forEach((what, variants) ->
                    refused.add(new Refusal(what.get(0), what.get(1), variants.size(), variants.get(0))));
            all.add(new ModelOffer(
                    name.get(0),
                    name.get(1),
                    offer.own,
                    new Sum(offer.keys.size(), offer.seconds, offer.usd, offer.unpriced),
                    offer.dropped,
                    refused));
        });
        return all;
    }
}
