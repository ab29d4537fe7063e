package dev.storyc.job;

/** Tells the processes that make intents apart, and the living from the dead. No clock decides it. */
public interface Owners extends AutoCloseable {
    /** This process's name in the ledger. */
    String me();

    /** Whether the process of that name still runs, here or elsewhere on this store. */
    boolean lives(String owner);

    /**
     * Whether this process may still act under its name: nobody else takes it for dead. Asked last before anything is sent
     * that may cost money; a process that was asleep finds out here.
     */
    default boolean holds() {
        return true;
    }

    /** Ends this process's name in order: from then on it lives no more. */
    @Override
    default void close() {}
}
