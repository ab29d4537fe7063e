package dev.storyc.store;

import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.TestRecords;
import dev.storyc.shared.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pushes a film and is killed before the call that the last argument begins. */
final class KilledPush {
    private KilledPush() {}

    public static void main(String[] args) throws IOException {
        FilmStore store = FilmStore.peek(new StoreFiles(Path.of(args[0])));
        Clip clip = TestClips.clip("default", "sand", 1, "Sand runs.");
        PlaceInTheWay place = new PlaceInTheWay(new SharedFolder(Path.of(args[1])), call -> {
            if (call.startsWith(args[2])) {
                Runtime.getRuntime().halt(137);
            }
        });
        Path film = store.find(clip.key()).map(store::film).orElseThrow();
        new SharedFilms(place, SharedSeal.none(Realm.DEFAULT.name()))
                .push(TestRecords.of(clip, Digests.sha256(film), Files.size(film)), store);
    }
}
