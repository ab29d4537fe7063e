package dev.storyc;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** Starts Hibernate Validator without its expression language and without its greeting. */
public final class Validators {
    // Held, for the logging framework forgets levels of loggers nobody holds.
    private static final Logger HIBERNATE = Logger.getLogger("org.hibernate.validator");

    private Validators() {}

    /** A factory for both stages that validate; made once, for it is the dearest part of starting. */
    public static ValidatorFactory start() {
        HIBERNATE.setLevel(Level.WARNING);
        return Validation.byProvider(HibernateValidator.class)
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory();
    }
}
