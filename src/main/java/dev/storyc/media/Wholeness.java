package dev.storyc.media;

import java.util.function.Function;

/** Whether every byte of a film arrived. */
public sealed interface Wholeness {
    /** The result of one of the two functions, whichever fits. */
    <T> T fold(Function<Probe, T> whole, Function<String, T> broken);

    /**
     * The film is all there.
     *
     * @param probe what it is
     */
    record Whole(Probe probe) implements Wholeness {
        @Override
        public <T> T fold(Function<Probe, T> whole, Function<String, T> broken) {
            return whole.apply(probe);
        }
    }

    /**
     * The file is no film, or not all of it.
     *
     * @param reason why, in words without a final stop
     */
    record Broken(String reason) implements Wholeness {
        @Override
        public <T> T fold(Function<Probe, T> whole, Function<String, T> broken) {
            return broken.apply(reason);
        }
    }
}
