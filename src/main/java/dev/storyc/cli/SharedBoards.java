package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.manifest.Manifest;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.Prospect;
import dev.storyc.plan.Holdings;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The storyboards whose films are pushed or pulled.
 *
 * @param boards as they are selected
 * @param manifests by the storyboard's name
 */
record SharedBoards(Campaign campaign, Realm realm, List<CompiledStoryboard> boards, Map<String, Manifest> manifests) {
    /** @throws UserError if a storyboard or a manifest is wrong, after what is wrong was told */
    static SharedBoards read(Campaign campaign, Realm realm, Console console, OutputOptions output) throws IOException {
        List<CompiledStoryboard> boards = campaign.compile();
        Findings.print(campaign, console, output);
        if (campaign.exit() != Exit.DONE) {
            throw new UserError(campaign.exit(), "nothing was pushed or pulled");
        }
        Outputs outputs = Outputs.of(campaign.workspace(), null, null);
        List<Diagnostic> wrong = new ArrayList<>();
        Map<String, Manifest> manifests = Prospect.manifests(boards, outputs, realm, wrong);
        Findings.print(wrong, console, output);
        if (!wrong.isEmpty()) {
            throw new UserError(Exit.STORYBOARD_WRONG, "nothing was pushed or pulled");
        }
        return new SharedBoards(campaign, realm, boards, manifests);
    }

    /** How their clips stand. */
    Prospect prospect(Holdings held) {
        Duration usual = Duration.ofMinutes(20);
        return Prospect.of(
                boards,
                manifests,
                campaign.choices().selection(),
                realm,
                new Prospect.Choice(false, Set.of(), usual),
                held,
                Instant.now());
    }
}
