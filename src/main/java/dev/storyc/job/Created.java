package dev.storyc.job;

/** What the step of creating came to. */
public sealed interface Created {
    /** The attempt moved on: submitted, refused or in doubt. */
    record Moved(Job job) implements Created {}

    /** Nothing left this machine; the intent is taken back, and it may be tried again. */
    record Unsent(String words) implements Created {}

    /** The far end is busy; the intent is taken back, and it should be tried again with fewer in flight. */
    record Busy(String words) implements Created {}

    /** The far end turned away whoever asks; the intent is taken back, and nothing more should be sent. */
    record Halted(String words) implements Created {}
}
