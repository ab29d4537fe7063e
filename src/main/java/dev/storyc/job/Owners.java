package dev.storyc.job;

/** Tells the processes that make intents apart, and the living from the dead. No clock decides it. */
public interface Owners {
    /** This process's name in the ledger. */
    String me();

    /** Whether the process of that name still runs, here or elsewhere on this store. */
    boolean lives(String owner);
}
