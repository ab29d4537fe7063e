package dev.storyc.run;

/** Hears what a build does, from several threads but one at a time. It must be quick and must not throw. */
@FunctionalInterface
public interface RunListener {
    void heard(RunEvent event);
}
