package dev.storyc.fit;

import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Rule;
import dev.storyc.expand.FilmShot;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** Each shot of a list is as long as a shot may be. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ShotSeconds.Check.class)
@interface ShotSeconds {
    String message() default "";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The rule itself. */
    final class Check implements FitRule<ShotSeconds> {
        @Override
        public boolean asksTexts() {
            return false;
        }

        @Override
        public void check(Candidate candidate, VideoModel model, List<Diagnostic> findings) {
            if (!model.limits().multiShot()) {
                return;
            }
            int least = model.limits().minShotSeconds();
            int most = model.limits().maxShotSeconds();
            for (FilmShot shot : candidate.scene().shots()) {
                if (shot.seconds() >= 0 && (shot.seconds() < least || shot.seconds() > most)) {
                    findings.add(Findings.at(
                            shot.duration(),
                            Rule.SHOT_DURATION,
                            "this shot is " + shot.seconds() + " s long, and a shot may be " + least + " to " + most
                                    + " s",
                            shot.seconds() < least
                                    ? "give it at least " + least + " s"
                                    : "shorten it, or make several shots of it"));
                }
            }
        }
    }
}
