package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class EarlyStartTest {
    @Test
    void isOneForTheWholeProcess() {
        assertThat(EarlyStart.validators().getConstraintValidatorFactory())
                .isSameAs(EarlyStart.validators().getConstraintValidatorFactory());
    }

    @Test
    void closingItIsNobodysBusiness() {
        ValidatorFactory factory = EarlyStart.validators();
        factory.close();
        assertThat(factory.getValidator().validate(new Coded("AB"))).isEmpty();
    }

    @Test
    void whoAsksIsToldWhyItDoesNotStart() {
        IllegalStateException reason = new IllegalStateException("no class path");
        ValidatorFactory factory = new StartingValidatorFactory(CompletableFuture.failedFuture(reason));
        assertThatThrownBy(factory::getValidator)
                .hasMessageContaining("doesn't start")
                .hasCause(reason);
    }

    @Test
    void anInterruptIsKeptForAfterwards() {
        Thread.currentThread().interrupt();
        CompletableFuture<ValidatorFactory> slow = new CompletableFuture<>();
        new Thread(() -> slow.complete(EarlyStart.validators())).start();
        Validator validator = new StartingValidatorFactory(slow).getValidator();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(validator.validate(new Coded("AB"))).isEmpty();
    }

    private record Coded(@NotNull String code) {}
}
