package dev.storyc.cli;

import jakarta.validation.ClockProvider;
import jakarta.validation.ConstraintValidatorFactory;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.ParameterNameProvider;
import jakarta.validation.TraversableResolver;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorContext;
import jakarta.validation.ValidatorFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A factory that may still be starting: every question waits until it can be answered. */
final class StartingValidatorFactory implements ValidatorFactory {
    private final Future<ValidatorFactory> starting;

    StartingValidatorFactory(Future<ValidatorFactory> starting) {
        this.starting = starting;
    }

    private ValidatorFactory started() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return starting.get();
                } catch (InterruptedException e) {
                    interrupted = true; // It is over in a moment, and nobody can go on without it.
                } catch (ExecutionException e) {
                    throw new IllegalStateException("Hibernate Validator doesn't start", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Validator getValidator() {
        return started().getValidator();
    }

    @Override
    public ValidatorContext usingContext() {
        return started().usingContext();
    }

    @Override
    public MessageInterpolator getMessageInterpolator() {
        return started().getMessageInterpolator();
    }

    @Override
    public TraversableResolver getTraversableResolver() {
        return started().getTraversableResolver();
    }

    @Override
    public ConstraintValidatorFactory getConstraintValidatorFactory() {
        return started().getConstraintValidatorFactory();
    }

    @Override
    public ParameterNameProvider getParameterNameProvider() {
        return started().getParameterNameProvider();
    }

    @Override
    public ClockProvider getClockProvider() {
        return started().getClockProvider();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return started().unwrap(type);
    }

    /** Does nothing: the factory is the whole process's. */
    @Override
    public void close() {}
}
