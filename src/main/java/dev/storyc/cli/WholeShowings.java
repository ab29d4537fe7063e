package dev.storyc.cli;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.expand.Selection;
import dev.storyc.manifest.Manifest;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.Prospect;
import dev.storyc.outputs.Showings;
import dev.storyc.plan.Holdings;
import dev.storyc.report.Showing;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Shows storyboards whole, as their manifests and what is held tell, whatever part of them a command was about. */
final class WholeShowings {
    private static final Duration USUAL = Duration.ofMinutes(20);

    private final Outputs outputs;

    WholeShowings(Outputs outputs) {
        this.outputs = outputs;
    }

    /**
     * The storyboards of a campaign, with all that is in them; none if one of them or of their manifests is wrong, which
     * the command that was about a part may not have seen.
     *
     * @param holdings what is held of these storyboards
     */
    List<Showing> of(Campaign campaign, Realm realm, Function<List<CompiledStoryboard>, Holdings> holdings)
            throws IOException {
        Campaign whole = campaign.whole();
        List<CompiledStoryboard> boards = whole.compile();
        List<Diagnostic> wrong = new ArrayList<>();
        Map<String, Manifest> manifests = Prospect.manifests(boards, outputs, realm, wrong);
        if (!wrong.isEmpty()) {
            return List.of();
        }
        return of(boards, manifests, Selection.all(), realm, holdings.apply(boards));
    }

    /**
     * What is selected of these storyboards, which are of one realm. Films that lie under {@code out/} and not in the store
     * are shown as they lie there: to prove them would be to read them all.
     */
    List<Showing> of(
            List<CompiledStoryboard> boards,
            Map<String, Manifest> manifests,
            Selection selection,
            Realm realm,
            Holdings holdings) {
        Map<String, Manifest> known = new LinkedHashMap<>(manifests);
        known.keySet().retainAll(boards.stream().map(CompiledStoryboard::name).toList());
        Duration giveUpAfter = outputs.workspace().settings().duration("api.give_up_after", USUAL);
        Prospect prospect = Prospect.of(
                boards,
                known,
                selection,
                realm,
                new Prospect.Choice(false, Set.of(), giveUpAfter),
                holdings,
                Instant.now());
        return new Showings(outputs, realm.free()).of(prospect);
    }
}
