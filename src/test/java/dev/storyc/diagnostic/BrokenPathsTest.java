package dev.storyc.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class BrokenPathsTest {
    private static final FieldPath SCENES = FieldPath.ROOT.child("scenes");
    private static final FieldPath SHOTS = SCENES.at(2).child("shots");

    @Test
    void whatHoldsARefusedPathIsToldFromThePathItself() {
        BrokenPaths broken = new BrokenPaths();
        broken.add(SHOTS.at(1).child("prompt"));
        broken.add(SHOTS.at(0));
        broken.add(SCENES.at(2).child("id"));

        assertThat(broken.contains(SHOTS.at(0))).isTrue();
        assertThat(broken.inside(SHOTS.at(0))).isFalse();
        assertThat(broken.contains(SHOTS)).isFalse();
        assertThat(broken.inside(SHOTS)).isTrue();
        assertThat(broken.inside(FieldPath.ROOT)).isTrue();
        assertThat(broken.inside(SCENES.at(1))).isFalse();
    }

    @Test
    void namesAreThoseRightUnderAPathInOrder() {
        BrokenPaths broken = new BrokenPaths();
        broken.add(SHOTS.at(1).child("prompt"));
        broken.add(SCENES.at(2).child("when"));
        broken.add(SCENES.at(2).child("id"));

        assertThat(broken.names(SCENES.at(2))).containsExactly("id", "when");
        assertThat(broken.names(SHOTS.at(1))).containsExactly("prompt");
        assertThat(broken.names(SHOTS)).isEmpty();
    }

    @Test
    void theDocumentItselfCanBeRefused() {
        BrokenPaths broken = new BrokenPaths();
        broken.add(FieldPath.ROOT);

        assertThat(broken.contains(FieldPath.ROOT)).isTrue();
        assertThat(broken.inside(FieldPath.ROOT)).isFalse();
    }
}
