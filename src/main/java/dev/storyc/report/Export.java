package dev.storyc.report;

import java.io.IOException;
import java.io.OutputStream;

/**
 * One way of handing a storyboard on to other tools: {@code storyc export --to NAME}.
 *
 * <p>It works at any time: clips that have no film yet are there with their planned length.
 */
public interface Export {
    /**
     * Makes its files of a storyboard and hands each over as soon as it is made, so that a thousand variants are never in
     * memory at once.
     *
     * @param place where the films are, seen from the files
     * @throws IOException only what the taker throws
     */
    void write(Showing showing, FilmPlace place, Taker taker) throws IOException;

    /** Takes what was made. */
    interface Taker {
        /** A finished file; the name has no folder in it. */
        void file(String name, byte[] bytes) throws IOException;

        /**
         * A finished file that may be too large for the memory.
         *
         * @param bytes writes all of it, and is called once
         */
        void file(String name, Writing bytes) throws IOException;

        /**
         * A name at which earlier exports may have left a file that this one no longer makes.
         *
         * @param beginning what such a file begins with; one that begins otherwise is somebody else's
         * @return whether there was such a file, which is now gone
         */
        boolean gone(String name, byte[] beginning) throws IOException;

        /** Something people ought to know of what was made, in a sentence without a full stop. */
        void note(String words);
    }

    /** Writes a file's bytes. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }
}
