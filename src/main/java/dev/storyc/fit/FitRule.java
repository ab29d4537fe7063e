package dev.storyc.fit;

import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Diagnostic;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;

/** A rule about what a model allows: it looks at one scene and says with the actual numbers what does not fit. */
interface FitRule<A extends Annotation> extends ConstraintValidator<A, Candidate> {
    void check(Candidate candidate, VideoModel model, List<Diagnostic> findings);

    /** Whether texts matter to it. One that looks at lengths and settings alone need not look at the same ones again. */
    default boolean asksTexts() {
        return true;
    }

    @Override
    default boolean isValid(Candidate candidate, ConstraintValidatorContext context) {
        HibernateConstraintValidatorContext hibernate = context.unwrap(HibernateConstraintValidatorContext.class);
        List<Diagnostic> findings = new ArrayList<>();
        check(candidate, hibernate.getConstraintValidatorPayload(VideoModel.class), findings);
        hibernate.withDynamicPayload(findings);
        return findings.isEmpty();
    }
}
