package dev.storyc;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validator;
import jakarta.validation.constraints.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ValidatorsTest {
    @Test
    void theRehearsalGetsToItsEnd() {
        assertThat(new Rehearsal(Validators.start()).run()).isEmpty();
    }

    @Test
    void patternsMatchTheWholeTextWithTheirFlags() {
        Validator validator = Validators.start().getValidator();
        assertThat(validator.validate(new Coded("ab-1"))).isEmpty();
        assertThat(validator.validate(new Coded("AB-1"))).isEmpty();
        assertThat(validator.validate(new Coded("ab-12"))).hasSize(1);
        assertThat(validator.validate(new Coded("xab-1")))
                .singleElement()
                .extracting(violation -> violation.getMessage())
                .isEqualTo("as {written}");
    }

    @Test
    void warningsOfHibernateValidatorAreLoggedAndItsGreetingIsNot() {
        Logger log = Logger.getLogger("dev.storyc.test");
        List<String> said = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.setUseParentHandlers(false);
        log.addHandler(handler);
        try {
            org.jboss.logging.Logger theirs = new ValidatorLog().getLogger("dev.storyc.test");
            theirs.infof("HV%06d", 1);
            theirs.warnf("HV%06d: %s", 2, "odd");
            theirs.errorv("{0} broke", "it");
            theirs.debug("nothing");
        } finally {
            log.removeHandler(handler);
        }
        assertThat(said).containsExactly("WARNING HV000002: odd", "SEVERE it broke");
        assertThat(org.jboss.logging.Logger.getLogger("any"))
                .isInstanceOf(new ValidatorLog().getLogger("").getClass());
    }

    private record Coded(
            @Pattern(regexp = "[a-z]{2}-[0-9]", flags = Pattern.Flag.CASE_INSENSITIVE, message = "as {written}")
            String code) {}
}
