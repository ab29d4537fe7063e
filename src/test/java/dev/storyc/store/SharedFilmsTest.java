package dev.storyc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.storyc.JavaProcess;
import dev.storyc.job.TestClips;
import dev.storyc.lower.Clip;
import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.TestRecords;
import dev.storyc.shared.SharedFolder;
import dev.storyc.shared.SharedPlace;
import dev.storyc.shared.SharedPlaceException;
import dev.storyc.shared.SigningKey;
import dev.storyc.shared.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films that several stores share: put there once, believed only by their bytes. */
@Tag("fast")
class SharedFilmsTest {
    private static final Clip SAND = TestClips.clip("default", "sand", 1, "Sand runs.");

    @TempDir
    Path folder;

    private Path there;
    private FilmStore here;
    private FilmStore other;
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private Consumer<String> inTheWay = call -> {};

    @BeforeEach
    void open() {
        there = folder.resolve("there");
        here = FilmStore.open(new StoreFiles(folder.resolve("here")));
        other = FilmStore.open(new StoreFiles(folder.resolve("other")));
    }

    @Test
    void aFilmGoesThereBeforeItsRecordAndOnce() throws IOException {
        FilmRecord film = held(here, SAND, "sand");
        assertThat(films().push(film, here)).isEqualTo(SharedFilms.Pushed.NEW);
        assertThat(calls.stream().filter(call -> call.startsWith("put")))
                .containsExactly(
                        "put cas/" + film.sha256(), "put ac/" + SAND.key().hex());
        assertThat(films().push(film, here)).isEqualTo(SharedFilms.Pushed.THERE);
        assertThat(calls.stream().filter(call -> call.startsWith("put"))).hasSize(2);
        assertThat(films().find(SAND.key())).isEqualTo(new SharedFind.There(film));
        assertThat(films().pull(film, other)).isInstanceOf(SharedFilms.Pulled.Here.class);
        assertThat(other.find(SAND.key())).contains(film);
    }

    @Test
    void killedAtAnyCallAPushGoesOnWhereItWas() throws Exception {
        FilmRecord film = held(here, SAND, "sand");
        for (String before : List.of("size cas/", "put cas/", "read ac/", "put ac/")) {
            Process push = JavaProcess.of(
                            KilledPush.class.getName(),
                            List.of(),
                            here.files().root().toString(),
                            there.toString(),
                            before)
                    .inheritIO()
                    .start();
            assertThat(push.waitFor()).as(before).isEqualTo(137);
            // A film without its record is nobody's, and no record was ever there without its film.
            assertThat(films().find(SAND.key())).as(before).isInstanceOf(SharedFind.None.class);
        }
        assertThat(there.resolve("cas/" + film.sha256())).exists();
        assertThat(films().push(film, here)).isEqualTo(SharedFilms.Pushed.NEW);
        assertThat(films().find(SAND.key())).isInstanceOf(SharedFind.There.class);
    }

    @Test
    void whateverIsNotWhatWasBoughtIsRefusedOrLost() throws IOException {
        FilmRecord film = held(here, SAND, "sand");
        films().push(film, here);
        Path cas = there.resolve("cas/" + film.sha256());
        Files.delete(cas);
        assertThat(films().find(SAND.key())).isEqualTo(new SharedFind.Lost(film));
        assertThat(films().pull(film, other)).isInstanceOf(SharedFilms.Pulled.Missing.class);

        Files.writeString(cas, "sond");
        assertThat(films().find(SAND.key())).isInstanceOf(SharedFind.There.class);
        assertThat(films().pull(film, other))
                .isInstanceOfSatisfying(
                        SharedFilms.Pulled.Wrong.class,
                        wrong -> assertThat(wrong.words())
                                .contains("cas/" + film.sha256())
                                .contains("doesn't hold the bytes that were bought")
                                .contains(other.files().quarantine().toString()));
        assertThat(other.find(SAND.key())).isEmpty();
        assertThat(other.files().incoming()).isEmptyDirectory();

        Files.writeString(cas, "sa");
        assertThat(films().find(SAND.key()))
                .isInstanceOfSatisfying(
                        SharedFind.Refused.class,
                        refused -> assertThat(refused.words()).contains("has 2 bytes, and was bought with 4"));
        // Half a film is nobody's: the whole one takes its place.
        assertThat(films().push(film, here)).isEqualTo(SharedFilms.Pushed.NEW);
        assertThat(cas).hasContent("sand");

        Path record = there.resolve("ac/" + SAND.key().hex());
        Files.delete(record);
        Files.writeString(record, "{");
        assertThat(films().find(SAND.key()))
                .isInstanceOfSatisfying(
                        SharedFind.Refused.class,
                        refused -> assertThat(refused.words()).contains("is no whole record"));
        assertThatThrownBy(() -> films().push(film, here))
                .isInstanceOf(SharedPlaceException.class)
                .hasMessageContaining("take it away to put the right one there");
        assertThat(films().push(held(here, clip(7), "seven"), here)).isEqualTo(SharedFilms.Pushed.NEW);
        Files.delete(record);
        Files.copy(there.resolve("ac/" + clip(7).key().hex()), record);
        assertThat(films().find(SAND.key()))
                .isInstanceOfSatisfying(
                        SharedFind.Refused.class,
                        refused -> assertThat(refused.words())
                                .contains("is that of another request, of key "
                                        + clip(7).key().brief()));
    }

    @Test
    void whoWantsSignaturesBelievesNothingElse() throws IOException {
        SigningKey key = SigningKey.make();
        TrustedKeys trusted = TrustedKeys.of(List.of(key.line()));
        SharedPlace place = new SharedFolder(there);
        SharedFilms careful = new SharedFilms(place, new SharedSeal(Realm.DEFAULT.name(), trusted, Optional.of(key)));
        FilmRecord film = held(here, SAND, "sand");
        films().push(film, here);
        assertThat(careful.find(SAND.key()))
                .isInstanceOfSatisfying(
                        SharedFind.Refused.class,
                        refused -> assertThat(refused.words()).contains("is not signed"));
        FilmRecord seven = held(here, clip(7), "seven");
        careful.push(seven, here);
        assertThat(careful.find(clip(7).key())).isEqualTo(new SharedFind.There(seven));
        Files.delete(there.resolve("ac/" + SAND.key().hex()));
        Files.copy(
                there.resolve("ac/" + clip(7).key().hex()),
                there.resolve("ac/" + SAND.key().hex()));
        assertThat(careful.find(SAND.key())).isInstanceOf(SharedFind.Refused.class);
    }

    @Test
    void whatIsDamagedHereIsNotGivenToOthers() throws IOException {
        FilmRecord film = held(here, SAND, "sand");
        Path bytes = here.film(film);
        Files.delete(bytes);
        Files.writeString(bytes, "sond");
        assertThatThrownBy(() -> films().push(film, here))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not shared");
        assertThat(there.resolve("cas")).doesNotExist();
    }

    @Test
    void ofTwoFilmsOfOneKeyTheFirstKeepsTheNameAndBothAreThere() throws IOException {
        FilmRecord mine = held(here, SAND, "mine");
        FilmRecord theirs = held(other, SAND, "theirs");
        films().push(theirs, other);
        assertThat(films().push(mine, here)).isEqualTo(SharedFilms.Pushed.ANOTHER);
        assertThat(films().find(SAND.key())).isEqualTo(new SharedFind.There(theirs));
        assertThat(films().holds(mine)).isTrue();
        assertThat(here.find(SAND.key())).contains(mine);
    }

    @Test
    void aPlaceThatIsFullOrForbiddenIsAskedNoMoreAndTellsWhy() throws Exception {
        inTheWay = call -> {
            if (call.startsWith("put")) {
                throw new SharedPlaceException(SharedPlaceException.Kind.FULL, "there has no room");
            }
        };
        SharedMarks marks = new SharedMarks(here.files(), "there");
        List<FilmRecord> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(held(here, clip(i), "film " + i));
        }
        try (SharedSending sending = new SharedSending(this::films, marks, here, 2)) {
            all.forEach(sending::offer);
            assertThat(sending.await(20_000).open()).isZero();
            assertThat(sending.failed())
                    .hasSize(20)
                    .allSatisfy((key, failure) -> assertThat(failure.words()).isEqualTo("there has no room"));
            assertThat(calls.stream().filter(call -> call.startsWith("put"))).hasSizeLessThanOrEqualTo(2);
        }
        inTheWay = call -> {};
        try (SharedSending sending = new SharedSending(this::films, marks, here, 8)) {
            all.forEach(sending::offer);
            assertThat(sending.await(20_000)).isEqualTo(new SharedSending.Sent(0, 20, 130));
            assertThat(all).allMatch(sending::has);
        }
        // From then on nobody asks, in another process neither.
        calls.clear();
        try (SharedSending sending = new SharedSending(this::films, new SharedMarks(here.files(), "there"), here, 8)) {
            all.forEach(sending::offer);
            assertThat(sending.await(0)).isEqualTo(new SharedSending.Sent(0, 0, 0));
        }
        assertThat(calls).isEmpty();
    }

    @Test
    void whatIsOutOfReachForAMomentIsTriedAgain() throws Exception {
        List<String> broken = Collections.synchronizedList(new ArrayList<>());
        inTheWay = call -> {
            if (broken.size() < 2) {
                broken.add(call);
                throw new SharedPlaceException(SharedPlaceException.Kind.UNREACHABLE, "nobody answers");
            }
        };
        FilmRecord film = held(here, SAND, "sand");
        try (SharedSending sending = new SharedSending(this::films, new SharedMarks(here.files(), "there"), here, 1)) {
            sending.offer(film);
            assertThat(sending.await(20_000).sent()).isEqualTo(1);
            assertThat(sending.failed()).isEmpty();
        }
    }

    @Test
    void veryManyAreLookedForByListing() throws Exception {
        List<Key> keys = new ArrayList<>();
        List<FilmRecord> named = new ArrayList<>();
        for (int i = 0; i < 1200; i++) {
            keys.add(clip(i).key());
        }
        for (int i = 0; i < 3; i++) {
            FilmRecord film = held(here, clip(i), "film " + i);
            named.add(film);
            films().push(film, here);
        }
        calls.clear();
        SharedLook look = SharedLook.of(films(), keys, named.subList(0, 2));
        assertThat(look.trouble()).isEmpty();
        assertThat(calls)
                .containsExactlyInAnyOrder(
                        "list cas",
                        "list ac",
                        "read ac/" + clip(2).key().hex(),
                        "size cas/" + named.get(2).sha256());
    }

    @Test
    void fetchingEndsSoonWhereNobodyAnswersAndGoesOnLater() throws Exception {
        List<FilmRecord> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            FilmRecord film = held(here, clip(i), "film " + i);
            films().push(film, here);
            all.add(film);
        }
        AtomicInteger fetches = new AtomicInteger();
        inTheWay = call -> {
            if (call.startsWith("fetch") && fetches.incrementAndGet() > 12) {
                throw new SharedPlaceException(SharedPlaceException.Kind.FORBIDDEN, "not any more");
            }
        };
        SharedFetching fetching = new SharedFetching(films(), other, new SharedMarks(other.files(), "there"));
        SharedLook look = SharedLook.none();
        SharedFetching.Fetched fetched = fetching.fetch(all, look, (films, bytes) -> {});
        assertThat(fetched.films()).isEqualTo(12);
        assertThat(look.trouble()).hasValueSatisfying(e -> assertThat(e).hasMessage("not any more"));
        inTheWay = call -> {};
        List<FilmRecord> rest = all.stream().filter(film -> !other.holds(film)).toList();
        assertThat(fetching.fetch(rest, SharedLook.none(), (films, bytes) -> {}).films())
                .isEqualTo(18);
        assertThat(all).allMatch(other::holds);
    }

    /** Prints what the looks of builds take; run by hand. */
    public static void main(String[] args) throws Exception {
        SharedFilmsTest test = new SharedFilmsTest();
        test.folder = Files.createTempDirectory("storyc-shared");
        test.open();
        for (int count : List.of(300, 10_000)) {
            List<FilmRecord> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(test.held(test.here, clip(i), "film " + i));
            }
            SharedMarks marks = new SharedMarks(test.here.files(), "there");
            time(count + " pushed", () -> {
                try (SharedSending sending = new SharedSending(test::films, marks, test.here, 8)) {
                    all.forEach(sending::offer);
                    sending.await(3_600_000);
                }
            });
            time(count + " known by marks", () -> {
                SharedMarks again = new SharedMarks(test.here.files(), "there");
                all.forEach(again::has);
            });
            List<Key> keys = all.stream().map(FilmRecord::key).toList();
            time(count + " looked for, all there, no manifest", () -> SharedLook.of(test.films(), keys, List.of()));
            time(count + " looked for, all there, by a manifest", () -> SharedLook.of(test.films(), keys, all));
            List<Key> none = IntStream.range(0, count)
                    .mapToObj(i -> clip(100_000 + i).key())
                    .toList();
            time(count + " looked for, none there", () -> SharedLook.of(test.films(), none, List.of()));
            FilmStore fresh = FilmStore.open(new StoreFiles(test.folder.resolve("fresh-" + count)));
            time(
                    count + " fetched",
                    () -> new SharedFetching(test.films(), fresh, new SharedMarks(fresh.files(), "there"))
                            .fetch(all, SharedLook.none(), (films, bytes) -> {}));
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void time(String what, Work work) throws Exception {
        long begun = System.nanoTime();
        work.run();
        System.out.println(
                what + ": " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
    }

    private SharedFilms films() {
        PlaceInTheWay place = new PlaceInTheWay(new SharedFolder(there), call -> {
            calls.add(call);
            inTheWay.accept(call);
        });
        return new SharedFilms(place, SharedSeal.none(Realm.DEFAULT.name()));
    }

    private static Clip clip(int number) {
        return TestClips.clip("default", "sand", 1, "Sand runs, for the time " + number + ".");
    }

    private FilmRecord held(FilmStore store, Clip clip, String bytes) throws IOException {
        Path incoming = Files.write(store.incoming(clip.key()), bytes.getBytes(StandardCharsets.UTF_8));
        FilmRecord film = TestRecords.of(clip, Digests.sha256(incoming), Files.size(incoming));
        store.keep(incoming, film);
        return film;
    }
}
