package dev.storyc.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the boxes an MP4 is made of, to see whether they tile the whole file.
 *
 * <p>FFmpeg opens a file that stops after its index and says the length it should have had; only the boxes' sizes show
 * that bytes are missing.
 */
final class Mp4Boxes {
    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;
    /** An honest clip has under a hundred boxes in one place, a fragmented one some hundreds. */
    private static final int MOST_BOXES = 100_000;

    /** moov, trak, mdia, minf, stbl: an honest file nests no deeper, a hostile one would exhaust the stack. */
    private static final int DEEPEST = 5;

    private static final Set<String> NESTED = Set.of("moov", "trak", "mdia", "minf", "stbl", "mvex");
    /** A film's head, or a fragmented film's, with all that is read of them. */
    private static final int HEAD_BYTES = 40;

    private final FileChannel channel;
    private final Set<String> seen = new HashSet<>();
    private int boxes;
    private long ticksPerSecond;
    private long statedTicks;
    private Optional<String> flaw = Optional.empty();

    private Mp4Boxes(FileChannel channel) {
        this.channel = channel;
    }

    /** Reads a file's boxes; whatever the file holds, this gives an answer. */
    static Mp4Boxes read(Path film) throws IOException {
        try (FileChannel channel = FileChannel.open(film)) {
            Mp4Boxes boxes = new Mp4Boxes(channel);
            long size = channel.size();
            boxes.flaw = size == 0
                    ? Optional.of("the file is empty")
                    : boxes.flaw(0, size, 0, "the file").or(() -> boxes.missing(size));
            return boxes;
        }
    }

    /** What is wrong with the boxes, in words; empty if they tile the file. */
    Optional<String> flaw() {
        return flaw;
    }

    /** The length the film's head states; 0 where it states none. */
    double statedSeconds() {
        return ticksPerSecond > 0 ? (double) statedTicks / ticksPerSecond : 0;
    }

    private Optional<String> missing(long size) {
        if (!seen.contains("moov")) {
            return Optional.of("it has no index (no moov box in " + size + " bytes)");
        }
        return seen.contains("mdat")
                ? Optional.empty()
                : Optional.of("it has no picture data (no mdat box in " + size + " bytes)");
    }

    private Optional<String> flaw(long from, long end, int depth, String within) throws IOException {
        long at = from;
        while (at < end) {
            if (++boxes > MOST_BOXES) {
                return Optional.of("it has more than " + MOST_BOXES + " boxes");
            }
            ByteBuffer header = read(at, (int) Math.min(LONG_HEADER, end - at));
            if (header.limit() < HEADER) {
                return Optional.of(
                        "it is cut short: " + header.limit() + " bytes are left over at the end of " + within);
            }
            long size = Integer.toUnsignedLong(header.getInt(0));
            String type = text(header, 4, HEADER);
            if (!type.chars().allMatch(c -> (c >= 0x20 && c < 0x7f) || c == 0xa9) || (at == 0 && !opens(type))) {
                return Optional.of(at == 0 ? noFilm(header) : "no box begins at byte " + at + " of the file");
            }
            int headerSize = HEADER;
            if (size == 1) {
                headerSize = LONG_HEADER;
                size = header.limit() < LONG_HEADER ? 0 : header.getLong(HEADER);
            } else if (size == 0) {
                // "To the end of the file", which only the last box of the file can say.
                size = end - at;
            }
            if (size < headerSize) {
                return Optional.of("the box " + type + " at byte " + at + " states an impossible size");
            }
            if (size > end - at) {
                return Optional.of("it is cut short: the box " + type + " at byte " + at + " needs " + size + " bytes, "
                        + within + " has " + (end - at) + " left");
            }
            seen.add(type);
            if (type.equals("mvhd") || type.equals("mehd")) {
                head(type, read(at + headerSize, (int) Math.min(HEAD_BYTES, size - headerSize)));
            }
            if (depth < DEEPEST && NESTED.contains(type)) {
                Optional<String> inner = flaw(at + headerSize, at + size, depth + 1, "the box " + type);
                if (inner.isPresent()) {
                    return inner;
                }
            }
            at += size;
        }
        return Optional.empty();
    }

    /** Both begin with a version, which decides how wide the numbers are; a length of all ones means an unknown one. */
    private void head(String type, ByteBuffer head) {
        boolean wide = head.limit() > 0 && head.get(0) == 1;
        int at = 4;
        if (type.equals("mvhd")) {
            at += wide ? 16 : 8;
            if (head.limit() < at + 4) {
                return;
            }
            ticksPerSecond = Integer.toUnsignedLong(head.getInt(at));
            at += 4;
        }
        if (head.limit() < at + (wide ? 8 : 4)) {
            return;
        }
        long ticks = wide ? head.getLong(at) : head.getInt(at);
        if (ticks != -1) {
            statedTicks = Math.max(statedTicks, wide ? Math.max(0, ticks) : ticks & 0xffffffffL);
        }
    }

    private static boolean opens(String type) {
        return Set.of("ftyp", "styp", "moov", "mdat", "free", "skip", "wide", "pnot")
                .contains(type);
    }

    private static String noFilm(ByteBuffer header) {
        String start = text(header, 0, header.limit()).replaceAll("[^\\x20-\\x7e]", ".");
        String kind = start.stripLeading().startsWith("<")
                ? "a web page or XML"
                : start.stripLeading().startsWith("{") ? "JSON" : "no MP4";
        return "it is " + kind + ": it begins with \"" + start + "\"";
    }

    private static String text(ByteBuffer header, int from, int to) {
        byte[] bytes = new byte[to - from];
        header.get(from, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
            // until it is full, or the file was shortened under us
        }
        return buffer.flip();
    }
}
