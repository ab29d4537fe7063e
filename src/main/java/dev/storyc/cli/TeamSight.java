package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.plan.Holdings;
import dev.storyc.shared.SharedPlaceException;
import dev.storyc.store.SharedLook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command sees of the store that a team shares: asked only for what this machine's store lacks. */
final class TeamSight {
    private static final int MOST_TOLD = 10;

    private final Console console;
    private final @Nullable TeamStore shared;

    /** @param shared null where nothing is shared, or nobody may be asked */
    TeamSight(Console console, @Nullable TeamStore shared) {
        this.console = console;
        this.shared = shared;
    }

    /** Asks for what these storyboards want and isn't held. */
    SharedLook look(List<CompiledStoryboard> boards, Collection<Manifest> manifests, Holdings held) {
        if (shared == null) {
            return SharedLook.none();
        }
        List<Key> keys = boards.stream()
                .flatMap(board -> board.clips().stream())
                .map(Clip::key)
                .toList();
        List<FilmRecord> committed = manifests.stream()
                .flatMap(manifest -> manifest.rows().stream())
                .map(ManifestRow::film)
                .toList();
        SharedLook.Lacking lacking = SharedLook.Lacking.of(keys, committed, held);
        if (lacking.nothing()) {
            return SharedLook.none();
        }
        try {
            return SharedLook.of(shared.films(), lacking.keys(), lacking.named());
        } catch (SharedPlaceException e) {
            return SharedLook.none(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(Exit.INTERRUPTED, "interrupted");
        }
    }

    /** What is held of these storyboards, with what the team's store has; what is in the way is said, and decides nothing. */
    Holdings over(List<CompiledStoryboard> boards, Collection<Manifest> manifests, Holdings held) {
        SharedLook look = look(boards, manifests, held);
        refused(boards, look);
        look.trouble().ifPresent(e -> say("note: " + e.getMessage() + "; what it has is not known here"));
        return look.over(held);
    }

    /** Tells what lies there and is not taken. */
    void refused(List<CompiledStoryboard> boards, SharedLook look) {
        Map<Key, String> refused = look.refused();
        if (refused.isEmpty()) {
            return;
        }
        Map<Key, String> addresses = new HashMap<>();
        boards.forEach(board -> board.clips().forEach(clip -> addresses.putIfAbsent(clip.key(), clip.address())));
        List<String> lines = new ArrayList<>();
        refused.forEach(
                (key, words) -> lines.add(addresses.getOrDefault(key, key.brief()) + " is not taken: " + words));
        lines.stream().limit(MOST_TOLD).forEach(this::say);
        if (lines.size() > MOST_TOLD) {
            say("and " + (lines.size() - MOST_TOLD) + " more are not taken");
        }
    }

    private void say(String words) {
        console.err().println(VisibleText.of("storyc: " + words));
    }
}
