package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.diagnostic.Exit;
import dev.storyc.emulator.Faults;
import dev.storyc.run.FarEndHere;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code explain} tells of a clip: where every value stands, and how the clip stands. */
class ExplainCommandTest {
    private static final String BOARD = """
            version: 1
            name: tide
            settings: { mode: "{{quality}}" }
            inputs: { quality: { enum: [std, pro], default: std } }
            variables:
              hour: dawn
              line: "{{city}} at {{hour}}"
            variants: { rows: ../data/feed.csv, overrides: [ { when: { city: Osaka }, variables: { hour: dusk } } ] }
            picks: [ { clip: quay, when: { city: Osaka }, take: 3 } ]
            scenes:
              - id: quay
                duration: 3
                prompt: "{{> look/rain}} {{line}}."
              - id: list
                unless: { city: Paris }
                shots:
                  - { duration: 3, prompt: "{{note}} one" }
                  - { duration: 4, prompt: Two, when: { city: Osaka } }
            """;

    @TempDir
    private Path folder;

    private Desk desk;

    @BeforeEach
    void lay() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/tide.yaml", BOARD);
        desk.write("data/feed.csv", "city,note\nLisbon,\"a \"\"wet\"\" quay\"\nOsaka,rope\nParis,x\n");
        desk.write("templates/look/rain.mustache", "Rain on {{city}},\nalways.\n");
        desk.environment.put("COLUMNS", "80");
    }

    @Test
    @Tag("fast")
    void everyValueLeadsToItsPlaceThroughAllItIsMadeOf() {
        assertThat(desk.run("explain", "tide/osaka/quay")).as(desk.err).isZero();
        assertThat(desk.out)
                .startsWith("tide/osaka/quay#3\n")
                .contains("""
                          take    3, the only one wanted, goes into the cut
                                  picked in storyboards/tide.yaml:9:53
                        """)
                .contains("  state   new: the manifest has no film for it\n")
                .contains("\nmodel  kwaivgi/kling-3.0/text-to-video\n    the model of storyboards that name none\n")
                .contains("""

                        mode  std
                            storyboards/tide.yaml:3:19
                            ← {{quality}} = std
                              default of input quality  storyboards/tide.yaml:4:49
                        """)
                .contains("""

                        prompt  Rain on Osaka, always. Osaka at dusk.
                            storyboards/tide.yaml:13:13
                            ← {{> look/rain}}
                              templates/look/rain.mustache:1:1
                              ← {{city}} = Osaka
                                column city  data/feed.csv:3:1
                            ← {{line}} = Osaka at dusk
                              variable line  storyboards/tide.yaml:7:9
                              ← {{city}} = Osaka
                                column city  data/feed.csv:3:1
                              ← {{hour}} = dusk
                                override 1, hour  storyboards/tide.yaml:8:94
                        """)
                .contains("\naspect_ratio  16:9\n    unset; the catalogue's own, by ShortAPI\n");
        assertThat(desk.out.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    @Tag("fast")
    void conditionsSayWhatIsThereAndWhatIsNot() {
        assertThat(desk.run("explain", "tide/lisbon/list")).as(desk.err).isZero();
        assertThat(desk.out)
                .contains("scene list is there: `unless: { city: Paris }`\n            storyboards/tide.yaml:15:13\n")
                .contains("shot 2 is left out: `when: { city: Osaka }`\n            storyboards/tide.yaml:18:43\n")
                .contains("duration  3\n    the sum of its shots\n")
                .contains("column note  data/feed.csv:2:8\n")
                .contains("← {{note}} = a \"wet\" quay\n");
    }

    @Test
    @Tag("fast")
    void setIsOneOfTheSources() {
        assertThat(desk.run("explain", "tide/osaka/quay", "--set", "quality=pro"))
                .isZero();
        assertThat(desk.out).contains("\nmode  pro\n").contains("← {{quality}} = pro\n      --set quality\n");
    }

    @Test
    @Tag("fast")
    void selectorsNarrowWhatIsLookedAt() {
        assertThat(desk.run("explain", "tide", "--select", "variant:osaka")).isZero();
        assertThat(desk.out).isEqualTo("tide/osaka  2 clips\n");
        assertThat(desk.run("explain", "tide", "--exclude", "variant:osaka")).isZero();
        assertThat(desk.out).isEqualTo("tide/lisbon  2 clips\ntide/paris  1 clip\n");
        assertThat(desk.run("explain", "tide", "--select", "osaka")).isEqualTo(2);
    }

    @Test
    @Tag("fast")
    void jsonHoldsTheSame() throws IOException {
        assertThat(desk.run("explain", "tide/osaka/quay#3", "--format", "json")).isZero();
        JsonNode root = new JsonMapper().readTree(desk.out);
        assertThat(root.get("take").asInt()).isEqualTo(3);
        assertThat(root.at("/picked/line").asInt()).isEqualTo(9);
        JsonNode prompt = root.at("/values/4");
        assertThat(prompt.get("argument").asText()).isEqualTo("prompt");
        assertThat(prompt.at("/from/1/from/1/source").asText()).isEqualTo("override 1, hour");
        assertThat(prompt.at("/from/1/from/1/value").asText()).isEqualTo("dusk");
    }

    @Test
    @Tag("fast")
    void aPartOfAnAddressListsWhatThereIs() {
        assertThat(desk.run("explain", "tide")).isZero();
        assertThat(desk.out).isEqualTo("tide/lisbon  2 clips\ntide/osaka  2 clips\ntide/paris  1 clip\n");
        assertThat(desk.run("explain", "tide/osaka")).isZero();
        assertThat(desk.out).isEqualTo("tide/osaka/quay#3  3 s  $0.429\ntide/osaka/list  7 s  $1.001\n");
    }

    @Test
    @Tag("fast")
    void anUnknownAddressIsToldTheNearest() {
        assertThat(desk.run("explain", "tied/osaka/quay")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("no storyboard is called `tied`; did you mean `tide`?");
        assertThat(desk.run("explain", "tide/osaca/quay")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("`tide` has no variant `osaca`; did you mean `osaka`?");
        assertThat(desk.run("explain", "tide/paris/list")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("`tide/paris` has no clip `list`; known are quay");
        assertThat(desk.run("explain", "tide/osaka/quay/2")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("write STORYBOARD/VARIANT/CLIP");
        assertThat(desk.run("explain", "shot-sum-mismath")).isEqualTo(Exit.USAGE);
        assertThat(desk.err).contains("did you mean `shot-sum-mismatch`?");
        desk.run("explain", "shot-sum-mismatch");
        assertThat(desk.out).startsWith("## shot-sum-mismatch");
    }

    @Test
    void againstTheManifestItSaysWhyItIsStale() throws IOException {
        try (FarEndHere far = new FarEndHere(folder.resolve("far"), Faults.none(), Duration.ofMillis(30), null)) {
            desk.environment.put("STORYC_API_URL", far.url().toString());
            assertThat(desk.run("build", "--yes", "--select", "variant:osaka")).isZero();
            desk.run("explain", "tide/osaka/quay");
            assertThat(desk.out).contains("  state   held: its film is in the store\n");
            desk.write("storyboards/tide.yaml", BOARD.replace("at {{hour}}", "before {{hour}}"));
            desk.run("explain", "tide/osaka/quay");
            assertThat(desk.out)
                    .contains("  state   changed: the film in the manifest was made from another request\n")
                    .contains("\n          prompt: … always. Osaka at dusk. → … always. Osaka before dusk.\n");
            assertThat(far.stats().creates()).isEqualTo(2);
        }
    }
}
