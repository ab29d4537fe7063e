package dev.storyc.fit;

import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** No text reads otherwise than it is sent: what turns the direction of text round is shown. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = NoHiddenTurns.Check.class)
@interface NoHiddenTurns {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Check implements FitRule<NoHiddenTurns> {
        @Override
        public void check(Candidate candidate, VideoModel model, List<Diagnostic> findings) {
            FilmScene scene = candidate.scene();
            List<FilmShot> shots = scene.shots();
            for (int i = 0; i < shots.size(); i++) {
                look(shots.get(i).prompt(), findings);
                look(shots.get(i).caption(), findings);
            }
            if (!scene.settings().isEmpty()) {
                for (Rendered value : scene.settings().values()) {
                    look(value, findings);
                }
            }
            look(scene.prompt(), findings);
            look(scene.caption(), findings);
        }

        private static void look(@Nullable Rendered value, List<Diagnostic> findings) {
            if (value == null || value.standIn() || !value.traits().isOdd()) {
                return;
            }
            String text = value.text();
            for (int i = 0; i < text.length(); i++) {
                // All of them are in the basic plane.
                if (VisibleText.isBidi(text.charAt(i))) {
                    findings.add(Findings.at(
                            value.origin(),
                            Rule.HIDDEN_DIRECTION,
                            "this text holds " + VisibleText.of((int) text.charAt(i)) + ": it reads as "
                                    + "something else than is sent, `" + VisibleText.line(around(text, i)) + "`",
                            "delete it; text in Arabic or Hebrew letters turns by itself"));
                    return;
                }
            }
        }

        private static String around(String text, int at) {
            int from = Math.max(0, at - 12);
            int to = Math.min(text.length(), at + 13);
            return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
        }
    }
}
