package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.diagnostic.Exit;
import dev.storyc.expand.Choices;
import dev.storyc.manifest.Manifest;
import dev.storyc.outputs.CompiledStoryboard;
import dev.storyc.outputs.Outputs;
import dev.storyc.outputs.Prospect;
import dev.storyc.outputs.Showings;
import dev.storyc.plan.StepState;
import dev.storyc.report.Showing;
import dev.storyc.report.ShownClip;
import dev.storyc.report.ShownCut;
import dev.storyc.report.ShownTake;
import dev.storyc.report.ShownVariant;
import dev.storyc.store.Realm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShowingsTest {
    private static final String STORYBOARD = """
            version: 1
            name: pier
            title: A pier in fog
            settings: { mode: std }
            variants:
              matrix: { city: [Lisbon, Oslo] }
            scenes:
              - id: fog
                duration: 3
                takes: 2
                notes: "Slow."
                prompt: "A pier in {{city}}."
              - id: gulls
                shots:
                  - { duration: 2, prompt: "Gulls.", caption: "They come." }
                  - { duration: 1, prompt: "A bell." }
            """;

    @TempDir
    Path folder;

    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new Desk(folder);
        desk.write("storyboards/pier.yaml", STORYBOARD);
    }

    /** As a command would find it that has no store. */
    private Showing shown() throws IOException {
        Campaign campaign = Campaign.open(List.of(), Choices.none(), desk.folder);
        List<CompiledStoryboard> boards = campaign.compile();
        Outputs outputs = Outputs.of(campaign.workspace(), null, "animatic");
        Map<String, Manifest> manifests = Prospect.manifests(boards, outputs, Realm.ANIMATIC, new ArrayList<>());
        Prospect.Choice choice = new Prospect.Choice(false, Set.of(), Duration.ofMinutes(20));
        Prospect prospect = Prospect.of(
                boards,
                manifests,
                campaign.choices().selection(),
                Realm.ANIMATIC,
                choice,
                Vault.nothing(),
                Instant.now());
        return new Showings(outputs, true).of(prospect).get(0);
    }

    @Test
    void isThereBeforeAnythingIsRendered() throws IOException {
        Showing showing = shown();
        assertThat(showing.storyboard()).isEqualTo("pier");
        assertThat(showing.title()).isEqualTo("A pier in fog");
        assertThat(showing.model()).isEqualTo("kwaivgi/kling-3.0/text-to-video");
        assertThat(showing.variants())
                .extracting(ShownVariant::values)
                .containsExactly(Map.of("city", "Lisbon"), Map.of("city", "Oslo"));
        ShownVariant lisbon = showing.variants().get(0);
        assertThat(lisbon.cut()).isNull();
        assertThat(lisbon.clips()).extracting(clip -> clip.scene().id()).containsExactly("fog", "gulls");
        ShownClip fog = lisbon.clips().get(0);
        assertThat(fog.takes()).extracting(take -> take.clip().take()).containsExactly(1, 2);
        assertThat(fog.picked().clip().take()).isEqualTo(1);
        assertThat(fog.takes()).allSatisfy(take -> {
            assertThat(take.state()).isEqualTo(StepState.NEW);
            assertThat(take.film()).isNull();
            assertThat(take.file()).isNull();
            assertThat(take.spent()).isNull();
        });
        assertThat(lisbon.clips().get(1).scene().shots()).hasSize(2);
    }

    @Test
    void tellsOfFilmsAndPicturesThatLieThere() throws IOException {
        assertThat(desk.run("build", "--backend", "animatic")).as(desk.err).isEqualTo(Exit.DONE);
        Path out = desk.folder.resolve("out/pier@animatic");
        Path variant = out.resolve(shown().variants().get(0).name());
        Files.delete(variant.resolve("01-fog.sheet.jpg"));
        Files.delete(out.resolve(shown().variants().get(1).name() + ".mp4"));
        ShownVariant shown = shown().variants().get(0);
        ShownClip fog = shown.clips().get(0);
        assertThat(fog.takes()).extracting(ShownTake::state).containsOnly(StepState.CACHED);
        assertThat(fog.takes())
                .extracting(ShownTake::file)
                .containsExactly(shown.name() + "/01-fog.mp4", shown.name() + "/01-fog.take-2.mp4");
        assertThat(fog.picked().poster()).isEqualTo(shown.name() + "/01-fog.jpg");
        assertThat(fog.picked().sheet()).isNull();
        assertThat(fog.takes().get(1).sheet()).isEqualTo(shown.name() + "/01-fog.take-2.sheet.jpg");
        assertThat(fog.picked().film()).isNotNull();
        assertThat(fog.picked().spent()).isZero();
        ShownCut cut = Objects.requireNonNull(shown.cut());
        assertThat(cut.file()).isEqualTo(shown.name() + ".mp4");
        assertThat(cut.seconds()).isBetween(5.9, 6.1);
        assertThat(shown().variants().get(1).cut()).isNull();
    }

    @Test
    void showsWhatLiesThereOfOthersAsNotDone() throws IOException {
        assertThat(desk.run("build", "--backend", "animatic")).as(desk.err).isEqualTo(Exit.DONE);
        desk.write("storyboards/pier.yaml", STORYBOARD.replace("A bell", "Two bells"));
        ShownClip gulls = shown().variants().get(0).clips().get(1);
        assertThat(gulls.picked().state()).isEqualTo(StepState.CHANGED);
        assertThat(gulls.picked().film()).isNull();
        assertThat(gulls.picked().file()).isNull();
        Files.delete(desk.folder
                .resolve("out/pier@animatic")
                .resolve(shown().variants().get(1).name() + "/01-fog.mp4"));
        ShownTake fog = shown().variants().get(1).clips().get(0).takes().get(0);
        assertThat(fog.state()).isEqualTo(StepState.LOST);
        assertThat(fog.file()).isNull();
    }
}
