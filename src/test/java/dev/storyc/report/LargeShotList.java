package dev.storyc.report;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pdfbox.io.IOUtils;

/** Writes the shot list of many variants of one clip, each with a picture of its own that is large. */
final class LargeShotList {
    private static final int MOST_IN_A_COMMENT = 60_000;

    private LargeShotList() {}

    /** Takes how many variants, the size of a picture in kilobytes, and the file. */
    public static void main(String[] args) throws IOException {
        String cities = IntStream.range(0, Integer.parseInt(args[0]))
                .mapToObj(n -> "city-" + n)
                .collect(Collectors.joining(", "));
        Showing showing = ShotListTest.withPosters(TestShowings.rendered("""
                version: 1
                name: large
                variants: { matrix: { city: [%s] } }
                scenes:
                  - { id: pier, duration: 3, prompt: "A pier in {{city}}." }
                """.formatted(cities), clip -> 3.04));
        byte[] picture = ShotListTest.picture();
        int bytes = Integer.parseInt(args[1]) * 1000;
        ShotList list = new ShotList(
                Paper.A4,
                ShotListTest.fonts(),
                poster -> grown(picture, bytes),
                IOUtils.createTempFileOnlyStreamCache());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[2])))) {
            list.write(showing, out);
        }
    }

    /** The same picture with comments, as a JPEG may have them behind its first two bytes. */
    private static byte[] grown(byte[] jpeg, int bytes) {
        ByteArrayOutputStream grown = new ByteArrayOutputStream(bytes + jpeg.length);
        grown.write(jpeg, 0, 2);
        while (grown.size() < bytes) {
            grown.write(0xff);
            grown.write(0xfe);
            grown.write((MOST_IN_A_COMMENT + 2) >> 8);
            grown.write(MOST_IN_A_COMMENT + 2);
            grown.write(new byte[MOST_IN_A_COMMENT], 0, MOST_IN_A_COMMENT);
        }
        grown.write(jpeg, 2, jpeg.length - 2);
        return grown.toByteArray();
    }
}
