package dev.storyc.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.storyc.Validators;
import jakarta.validation.ValidatorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class FitRulesTest {
    @Test
    void areTheConstraintsOnACandidate() {
        try (ValidatorFactory factory = Validators.start()) {
            var constraints = factory.getValidator()
                    .getConstraintsForClass(Candidate.class)
                    .getConstraintDescriptors();
            assertThat(constraints.stream().flatMap(constraint -> constraint.getConstraintValidatorClasses().stream()))
                    .map(Class::getName)
                    .containsExactlyInAnyOrderElementsOf(FilmFitter.RULES.stream()
                            .map(rule -> rule.getClass().getName())
                            .toList());
        }
    }
}
