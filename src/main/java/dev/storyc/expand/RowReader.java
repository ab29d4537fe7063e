package dev.storyc.expand;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** The text of a row file that gives up where no row comes: a gibibyte of empty lines is no table. */
final class RowReader extends FilterReader {
    /** Characters of one row and of what lies before it. */
    static final int MOST_OF_A_ROW = 16 << 20;

    private int since;

    RowReader(Reader in) {
        super(in);
    }

    /** Notes that a row was read. */
    void row() {
        since = 0;
    }

    @Override
    public int read() throws IOException {
        count(1);
        return super.read();
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(read);
        return read;
    }

    private void count(int read) throws IOException {
        since += Math.max(0, read);
        if (since > MOST_OF_A_ROW) {
            throw new IOException(
                    "more than " + TemplateLimits.inWords(MOST_OF_A_ROW) + " characters hold no row, or one alone");
        }
    }
}
