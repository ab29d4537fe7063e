package dev.storyc.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.TestRecords;
import dev.storyc.store.Digests;
import dev.storyc.store.FilmStore;
import dev.storyc.store.Realm;
import dev.storyc.store.SharedFetching;
import dev.storyc.store.SharedFilms;
import dev.storyc.store.SharedFind;
import dev.storyc.store.SharedLook;
import dev.storyc.store.SharedMarks;
import dev.storyc.store.SharedSeal;
import dev.storyc.store.SharedSending;
import dev.storyc.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films of two stores in a cache behind HTTP, which can't list what it has. */
class FilmsBehindHttpTest {
    @TempDir
    Path folder;

    private NginxCache nginx;
    private FilmStore here;
    private FilmStore other;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        nginx = NginxCache.start(Files.createDirectories(folder.resolve("server")));
        here = FilmStore.open(new StoreFiles(folder.resolve("here")));
        other = FilmStore.open(new StoreFiles(folder.resolve("other")));
    }

    @AfterEach
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
    }

    @Test
    void manyFilmsGoThereAndComeBackWhole() throws Exception {
        List<FilmRecord> films = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            films.add(held(TestClips.clip("default", "sand", 1, "Sand runs, for the time " + i + "."), i));
        }
        try (SharedPlace place = Places.open(nginx.address("open"), Map.of(), Places.USUAL)) {
            SharedFilms shared = shared(place);
            SharedMarks marks = new SharedMarks(here.files(), place.name());
            try (SharedSending sending = new SharedSending(() -> shared, marks, here, 8)) {
                films.forEach(sending::offer);
                assertThat(sending.await(60_000).sent())
                        .as(sending.failed().toString())
                        .isEqualTo(40);
            }
            List<Key> keys = films.stream().map(FilmRecord::key).toList();
            SharedLook look = SharedLook.of(shared, keys, List.of());
            assertThat(look.trouble()).isEmpty();
            assertThat(look.refused()).isEmpty();
            assertThat(shared.find(keys.get(7))).isEqualTo(new SharedFind.There(films.get(7)));
            SharedMarks others = new SharedMarks(other.files(), place.name());
            assertThat(new SharedFetching(shared, other, others)
                            .fetch(films, look, (count, bytes) -> {})
                            .films())
                    .isEqualTo(40);
            assertThat(films).allMatch(other::holds).allMatch(others::has);
        }
    }

    @Test
    void whoMayNotWriteThereIsToldAtOnceAndKeepsItsFilms() throws Exception {
        FilmRecord film = held(TestClips.clip("default", "sand", 1, "Sand runs."), 1);
        try (SharedPlace place = Places.open(nginx.address("basic"), Map.of(), Places.USUAL)) {
            SharedFilms shared = shared(place);
            SharedLook look = SharedLook.of(shared, List.of(film.key()), List.of());
            assertThat(look.trouble()).isPresent();
            SharedMarks marks = new SharedMarks(here.files(), place.name());
            try (SharedSending sending = new SharedSending(() -> shared, marks, here, 8)) {
                sending.offer(film);
                assertThat(sending.await(20_000).open()).isZero();
                assertThat(sending.failed().values())
                        .singleElement()
                        .satisfies(failure -> assertThat(failure.words()).contains("127.0.0.1"));
            }
            assertThat(here.holds(film)).isTrue();
        }
    }

    private static SharedFilms shared(SharedPlace place) {
        return new SharedFilms(place, SharedSeal.none(Realm.DEFAULT.name()));
    }

    private FilmRecord held(Clip clip, int number) throws IOException {
        byte[] bytes = new byte[50_000 + number];
        bytes[0] = (byte) number;
        Path incoming = Files.write(here.incoming(clip.key()), bytes);
        FilmRecord film = TestRecords.of(clip, Digests.sha256(incoming), Files.size(incoming));
        here.keep(incoming, film);
        return film;
    }
}
