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

/** Marks for voices and elements stand only where something binds them. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = MarksBound.Check.class)
@interface MarksBound {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Check implements FitRule<MarksBound> {
        @Override
        public void check(Candidate candidate, VideoModel model, List<Diagnostic> findings) {
            FilmScene scene = candidate.scene();
            if (scene.form() == FilmScene.Form.LIST) {
                List<FilmShot> shots = scene.shots();
                for (int i = 0; i < shots.size(); i++) {
                    look(shots.get(i).prompt(), model, findings);
                }
            } else if (scene.prompt() != null) {
                look(scene.prompt(), model, findings);
            }
        }

        private static void look(Rendered prompt, VideoModel model, List<Diagnostic> findings) {
            String text = prompt.text();
            List<String> marks = model.limits().unbound();
            for (int i = 0; i < marks.size(); i++) {
                String mark = marks.get(i);
                int start = prompt.standIn() || !prompt.traits().mayHold(mark) ? -1 : text.indexOf(mark);
                while (start >= 0) {
                    int end = end(text, start + mark.length());
                    findings.add(Findings.at(
                            prompt.makeup().get().at(start, end),
                            Rule.UNBOUND_MARK,
                            "nothing binds `" + text.substring(start, end)
                                    + "` in this model, so it is sent as mere text",
                            "describe the voice or the thing in words"));
                    start = text.indexOf(mark, end);
                }
            }
        }

        /** The end of a mark with its number. */
        private static int end(String text, int from) {
            int end = from;
            while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
                end++;
            }
            return text.startsWith(">>>", end) ? end + 3 : end;
        }
    }
}
