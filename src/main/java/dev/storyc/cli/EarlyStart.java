package dev.storyc.cli;

import dev.storyc.Rehearsal;
import dev.storyc.Validators;
import jakarta.validation.ValidatorFactory;
import java.util.concurrent.FutureTask;

/** Hibernate Validator, begun on a thread of its own: starting it takes longer than reading arguments and YAML. */
final class EarlyStart {
    private static final FutureTask<ValidatorFactory> STARTING = new FutureTask<>(Validators::start);

    static {
        Thread thread = new Thread(EarlyStart::begin, "storyc-validators");
        // The program may end before it: a file that isn't there needs no validator.
        thread.setDaemon(true);
        thread.start();
    }

    private EarlyStart() {}

    /**
     * The process's one factory for both stages that validate. The first call begins it and returns at once; whoever first
     * asks the factory for something waits, and gets what went wrong, if anything did.
     */
    static ValidatorFactory validators() {
        return new StartingValidatorFactory(STARTING);
    }

    private static void begin() {
        STARTING.run();
        new Rehearsal(validators()).run();
    }
}
