package dev.storyc.cli;

import dev.storyc.Rehearsal;
import dev.storyc.Validators;
import jakarta.validation.ValidatorFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** Hibernate Validator, begun on a thread of its own: starting it takes longer than reading arguments and YAML. */
final class EarlyStart {
    // Classes and no lambdas, for linking the first lambda of a process takes as long as starting the thread for it.
    private static final FutureTask<ValidatorFactory> STARTING = new FutureTask<>(new Callable<>() {
        @Override
        public ValidatorFactory call() {
            return Validators.start();
        }
    });

    private static volatile boolean rehearsing = true;

    static {
        Thread thread = new Thread("storyc-validators") {
            @Override
            public void run() {
                STARTING.run();
                if (rehearsing) {
                    new Rehearsal(validators()).run();
                }
            }
        };
        // The program may end before it: a file that isn't there needs no validator.
        thread.setDaemon(true);
        thread.start();
    }

    private EarlyStart() {}

    /** Begins it for a command that has more to do than a rehearsal makes up for. */
    static void withoutRehearsal() {
        rehearsing = false;
    }

    /**
     * The process's one factory for both stages that validate. The first call begins it and returns at once; whoever first
     * asks the factory for something waits, and gets what went wrong, if anything did.
     */
    static ValidatorFactory validators() {
        return new StartingValidatorFactory(STARTING);
    }
}
