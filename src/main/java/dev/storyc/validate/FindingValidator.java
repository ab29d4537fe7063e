package dev.storyc.validate;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.validator.constraintvalidation.HibernateConstraintValidatorContext;

/** A validator that says in words and at a path what it found, instead of only that something is wrong. */
interface FindingValidator<A extends Annotation, T> extends ConstraintValidator<A, T> {
    void check(T value, HibernateConstraintValidatorContext context, List<Finding> findings);

    @Override
    default boolean isValid(T value, ConstraintValidatorContext context) {
        List<Finding> findings = new ArrayList<>();
        HibernateConstraintValidatorContext hibernate = context.unwrap(HibernateConstraintValidatorContext.class);
        check(value, hibernate, findings);
        hibernate.withDynamicPayload(findings);
        return findings.isEmpty();
    }
}
