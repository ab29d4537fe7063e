package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.expand.Choices;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Manifest;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestWriter;
import dev.storyc.manifest.TestRecords;
import dev.storyc.plan.Planner;
import dev.storyc.run.FarEndHere;
import dev.storyc.shared.NginxCache;
import dev.storyc.shared.S3Proxy;
import dev.storyc.shared.SharedPlace;
import dev.storyc.shared.SharedRealm;
import dev.storyc.store.Digests;
import dev.storyc.store.FilmStore;
import dev.storyc.store.OutputFolder;
import dev.storyc.store.Realm;
import dev.storyc.store.SharedFilms;
import dev.storyc.store.SharedSeal;
import dev.storyc.store.StoreFiles;
import dev.storyc.store.StoreInventory;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign of 300 films that lies where a team shares it, before a machine that has nothing but a clean clone. */
class TeamCampaignTest {
    private static final int FILMS = 300;
    private static final Realm REALM = Realm.of(URI.create("http://127.0.0.1"));

    @TempDir
    static Path bought;

    @TempDir
    Path folder;

    private static Desk first;
    private static String manifest;

    @BeforeAll
    static void buy() throws IOException {
        first = new Desk(bought.resolve("first"));
        manifest = bought();
    }

    @Test
    void aCleanCloneHasTheWholeCampaignFromAFolderWithoutAKeyOrAnApi() throws Exception {
        Path shared = folder.resolve("shared");
        pushed(shared.toString(), shared.toString());
        Desk second = restored();

        // And it tells the same of them by what lies there alone.
        Files.delete(second.folder.resolve("storyboards/dune.manifest.json"));
        assertThat(second.run("build", "--offline")).as(second.err).isZero();
        assertThat(second.out).contains("0 rendered, 300 held");
        assertThat(second.read("storyboards/dune.manifest.json")).isEqualTo(manifest);
    }

    @Test
    void aCleanCloneHasTheWholeCampaignFromABucketWithoutAKeyOrAnApi() throws Exception {
        try (S3Proxy bucket = S3Proxy.start(Files.createDirectories(folder.resolve("s3")), "films")) {
            first.environment.putAll(bucket.environment());
            pushed(bucket.address("films/team"), "s3://films/team");
            restored();
        }
    }

    @Test
    void aCleanCloneHasTheWholeCampaignFromACacheBehindHttpWithoutAKeyOrAnApi() throws Exception {
        try (NginxCache cache = NginxCache.start(Files.createDirectories(folder.resolve("nginx")))) {
            // Without a fleet this machine only reads there, so whoever has one fills it.
            first.environment.put("STORYC_SHARED_STORE", cache.address("open"));
            assertThat(first.run("store", "push")).isEqualTo(Exit.USAGE);
            SharedRealm realm = new SharedRealm(REALM.name(), REALM.folder(), false);
            StoreFiles files = new StoreFiles(bought.resolve("first/store/loopback"));
            try (SharedPlace place = cache.open("open", realm)) {
                SharedFilms shared = new SharedFilms(place, SharedSeal.none(REALM.name()));
                FilmStore store = FilmStore.open(files);
                StoreInventory.of(files)
                        .records()
                        .values()
                        .forEach(film -> assertThat(shared.push(film, store)).isEqualTo(SharedFilms.Pushed.NEW));
            }
            restored();
        }
    }

    /** A store and a manifest as if this machine had bought the campaign. */
    private static String bought() throws IOException {
        try (FarEndHere far = new FarEndHere(bought.resolve("far"), Faults.none(), Duration.ofMillis(30), 160)) {
            // One small film, which 300 are made of; that it is too small for what was asked makes it quick to show.
            first.environment.put("STORYC_API_URL", far.url().toString());
            first.write("storyboards/one.yaml", board("one", 1));
            assertThat(first.run("build", "--yes")).isEqualTo(Exit.FILM_WRONG);
            String manifest = bought(first, board("dune", FILMS));
            assertThat(far.stats().creates()).isEqualTo(1);
            return manifest;
        }
    }

    private static void pushed(String address, String name) {
        first.environment.put("STORYC_SHARED_STORE", address);
        long begun = System.nanoTime();
        assertThat(first.run("store", "push")).as(first.err).isZero();
        assertThat(first.out).contains("300 films put into " + name);
        took("pushed to " + address, begun);
    }

    /** Another machine, with the same place and nothing else. */
    private Desk restored() throws IOException {
        Desk second = new Desk(folder.resolve("second"));
        second.environment.putAll(first.environment);
        second.environment.put("STORYC_HOME", folder.resolve("second/store").toString());
        second.write("storyboards/dune.yaml", board("dune", FILMS));
        second.write("storyboards/dune.manifest.json", manifest);
        second.environment.put("STORYC_API_URL", "http://127.0.0.1:9");
        second.environment.put("CI", "true");
        second.environment.remove("SHORTAPI_KEY");
        long begun = System.nanoTime();
        assertThat(second.run("build", "--locked")).as(second.err).isZero();
        took("restored from " + second.environment.get("STORYC_SHARED_STORE"), begun);
        assertThat(second.out).contains("locked: 300 films as bought, every byte read");
        assertThat(second.err).contains("fetching 300 films").contains("300 films fetched, free of charge");
        assertThat(second.read("storyboards/dune.manifest.json")).isEqualTo(manifest);
        assertThat(second.run("verify")).as(second.out).isZero();
        return second;
    }

    private static void took(String what, long begun) {
        System.out.println("300 films " + what + ": " + (System.nanoTime() - begun) / 1_000_000 + " ms");
    }

    private static String board(String name, int scenes) {
        StringBuilder text = new StringBuilder("version: 1\nname: " + name + "\nsettings: { mode: std }\nscenes:\n");
        for (int i = 1; i <= scenes; i++) {
            text.append("  - { id: s" + i + ", duration: 3, prompt: \"Sand runs, for the " + name + " time " + i
                    + ".\" }\n");
        }
        return text.toString();
    }

    /** As if all clips had been bought on this machine; what its manifest would tell. */
    private static String bought(Desk desk, String board) throws IOException {
        Path drawn;
        StoreFiles files = new StoreFiles(bought.resolve("first/store/loopback"));
        try (Stream<Path> walk = Files.walk(files.root())) {
            drawn = walk.filter(file -> file.toString().endsWith(".mp4"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] film = Files.readAllBytes(drawn);
        Files.delete(desk.folder.resolve("storyboards/one.yaml"));
        desk.write("storyboards/dune.yaml", board);
        List<Clip> clips = Campaign.open(List.of(), Choices.none(), desk.folder).compile().stream()
                .flatMap(one -> one.clips().stream())
                .toList();
        FilmStore store = FilmStore.open(files);
        List<ManifestRow> rows = new ArrayList<>();
        for (Clip clip : clips) {
            Path incoming = store.incoming(clip.key());
            Files.write(incoming, numbered(film, rows.size()));
            FilmRecord record = TestRecords.of(clip, Digests.sha256(incoming), Files.size(incoming));
            store.keep(incoming, record);
            String file = OutputFolder.name(clip.variant(), clip.number(), clip.id(), clip.take(), clip.cut());
            rows.add(new ManifestRow(Planner.place(clip), record, file));
        }
        assertThat(rows).hasSize(FILMS);
        return new ManifestWriter().write(new Manifest(REALM.inManifest(), rows));
    }

    /** The same film with a box at its end that players pass over. */
    private static byte[] numbered(byte[] film, int number) {
        return ByteBuffer.allocate(film.length + 12)
                .put(film)
                .putInt(12)
                .put("free".getBytes(StandardCharsets.US_ASCII))
                .putInt(number)
                .array();
    }
}
