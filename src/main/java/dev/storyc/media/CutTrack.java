package dev.storyc.media;

import java.io.Closeable;
import java.io.IOException;

/** One track of a cut, which writes itself piece by piece. */
interface CutTrack extends Closeable {
    /** Writes its next few packets; false, and nothing written, at the end. */
    boolean step() throws IOException;

    /** How far it is written, in seconds of the cut. */
    double reached();

    @Override
    void close();
}
