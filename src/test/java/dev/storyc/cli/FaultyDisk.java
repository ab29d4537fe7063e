package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A disk that fails where it is told to: a library of a few lines that is compiled here and preloaded into another
 * process, and the file by which it is told.
 */
final class FaultyDisk {
    /** Calls that change a file or a folder. */
    static final int CHANGES = 1;
    /** Calls that read a file. */
    static final int READS = 2;

    private static final Path SOURCE = Path.of("src", "test", "c", "faulty-disk.c");
    private static final int UNDER = 24;
    private static final int TEXT = 1024;

    private final Path library;
    private final Path control;
    private final MappedByteBuffer told;

    private FaultyDisk(Path library, Path control) throws IOException {
        this.library = library;
        this.control = control;
        try (FileChannel channel = FileChannel.open(
                control, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            told = channel.map(FileChannel.MapMode.READ_WRITE, 0, UNDER + 2 * TEXT);
        }
        told.order(ByteOrder.nativeOrder());
    }

    /** Compiles it; the test is skipped where nobody can. */
    static FaultyDisk make(Path folder) throws IOException, InterruptedException {
        boolean linux = System.getProperty("os.name", "").startsWith("Linux");
        Assumptions.assumeTrue(
                linux && Program.runs("cc", "--version"), "no C compiler on Linux here, so no disk was made to fail");
        Path library = folder.resolve("faulty-disk.so");
        Program.Said said = Program.run(
                Path.of("."),
                Map.of(),
                "cc",
                "-shared",
                "-fPIC",
                "-O1",
                "-o",
                library.toString(),
                SOURCE.toString(),
                "-ldl");
        assertThat(said.code()).as(said.words()).isZero();
        return new FaultyDisk(library, folder.resolve("faulty-disk"));
    }

    /** What a process needs in its environment to have this disk. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FAULTY_DISK", control.toString());
    }

    /**
     * Lets the n-th call from now on fail.
     *
     * @param kinds which calls count
     * @param under the folder whose files fail
     * @param at from 1, or 0 for none, which counts
     * @param forGood whether all calls after it fail too
     */
    void fail(int kinds, Path under, int at, Fault fault, boolean forGood) {
        told.putInt(0, 0);
        text(UNDER, under + "/");
        text(UNDER + TEXT, "");
        told.putInt(4, 0);
        told.putInt(8, at);
        told.putInt(12, fault.number);
        told.putInt(16, forGood ? 1 : 0);
        told.putInt(20, 0);
        told.putInt(0, kinds);
    }

    /** The disk is well again. */
    void mend() {
        told.putInt(0, 0);
    }

    int calls() {
        return told.getInt(4);
    }

    int failed() {
        return told.getInt(20);
    }

    /** The first call that failed and its file, or empty text. */
    String first() {
        byte[] bytes = new byte[TEXT];
        told.get(UNDER + TEXT, bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.substring(0, Math.max(0, text.indexOf('\0')));
    }

    private void text(int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(bytes.length).isLessThan(TEXT);
        told.put(at, bytes);
        told.put(at + bytes.length, (byte) 0);
    }

    /** What a disk says that fails, by Linux's numbers. */
    enum Fault {
        EIO(5),
        ENOSPC(28),
        EDQUOT(122);

        private final int number;

        Fault(int number) {
            this.number = number;
        }
    }
}
