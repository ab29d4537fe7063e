package dev.storyc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java of its own with the class path of the tests: what is to be killed, or to have another world, runs in one. */
public final class JavaProcess {
    private JavaProcess() {}

    /**
     * Not started yet.
     *
     * @param main the class that is run, by name, for it may be another package's own
     * @param flags for Java itself
     */
    public static ProcessBuilder of(String main, List<String> flags, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }
}
