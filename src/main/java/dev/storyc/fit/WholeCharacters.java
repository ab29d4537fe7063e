package dev.storyc.fit;

import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
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

/** No text that is sent holds half a character or a control character. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = WholeCharacters.Check.class)
@interface WholeCharacters {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Check implements FitRule<WholeCharacters> {
        @Override
        public void check(Candidate candidate, VideoModel model, List<Diagnostic> findings) {
            FilmScene scene = candidate.scene();
            List<FilmShot> shots = scene.shots();
            for (int i = 0; i < shots.size(); i++) {
                look(shots.get(i).prompt(), findings);
            }
            if (!scene.settings().isEmpty()) {
                for (Rendered value : scene.settings().values()) {
                    look(value, findings);
                }
            }
            if (scene.prompt() != null) {
                look(scene.prompt(), findings);
            }
        }

        private static void look(Rendered value, List<Diagnostic> findings) {
            String text = value.text();
            if (value.standIn() || !value.traits().isOdd()) {
                return;
            }
            for (int i = 0; i < text.length(); i++) {
                char unit = text.charAt(i);
                if (unit >= ' ' && unit < 0x7F) {
                    continue;
                }
                int point = text.codePointAt(i);
                if (isBad(point)) {
                    findings.add(Findings.at(
                            value.makeup().get().at(i, i + Character.charCount(point)),
                            Rule.BAD_CHARACTER,
                            String.format("this text holds U+%04X, which is no character a prompt can have", point),
                            "delete it"));
                    return;
                }
                i += Character.charCount(point) - 1;
            }
        }

        private static boolean isBad(int point) {
            boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            boolean control = Character.isISOControl(point) && point != '\n' && point != '\t';
            boolean noncharacter = (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
            return half || control || noncharacter;
        }
    }
}
