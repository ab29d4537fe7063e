package dev.storyc;

import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import jakarta.validation.Validation;
import jakarta.validation.ValidationProviderResolver;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.spi.ValidationProvider;
import java.lang.annotation.ElementType;
import java.util.List;
import java.util.Locale;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.HibernateValidatorConfiguration;
import org.hibernate.validator.cfg.ConstraintMapping;
import org.jspecify.annotations.Nullable;

/** Starts Hibernate Validator without its expression language and without its greeting. */
public final class Validators {
    private Validators() {}

    /** A factory for both stages that validate; made once, for it is the dearest part of starting. */
    public static ValidatorFactory start() {
        HibernateValidatorConfiguration configuration = Validation.byProvider(HibernateValidator.class)
                .providerResolver(new OnlyHibernate())
                .configure();
        ConstraintMapping ours = configuration.createConstraintMapping();
        ours.constraintDefinition(Pattern.class)
                .includeExistingValidators(false)
                .validatedBy(PatternFollowed.class);
        return configuration
                .addMapping(ours)
                .ignoreXmlConfiguration()
                .traversableResolver(new Everything())
                // It says the same of everything: there is nothing worth remembering.
                .enableTraversableResolverResultCache(false)
                .messageInterpolator(new AsWritten())
                .buildValidatorFactory();
    }

    /** Not looked up through every jar of the class path. */
    private static final class OnlyHibernate implements ValidationProviderResolver {
        @Override
        public List<ValidationProvider<?>> getValidationProviders() {
            return List.of(new HibernateValidator());
        }
    }

    /** What is found by default looks for a database's library first. */
    private static final class Everything implements TraversableResolver {
        @Override
        public boolean isReachable(
                @Nullable Object traversable, Path.Node property, Class<?> root, Path path, ElementType type) {
            return true;
        }

        @Override
        public boolean isCascadable(
                @Nullable Object traversable, Path.Node property, Class<?> root, Path path, ElementType type) {
            return true;
        }
    }

    /** Leaves messages as the annotations say them: the stages make their own words of them. */
    private static final class AsWritten implements MessageInterpolator {
        @Override
        public String interpolate(String message, Context context) {
            return message;
        }

        @Override
        public String interpolate(String message, Context context, Locale locale) {
            return message;
        }
    }
}
