package dev.storyc.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("fast")
class Mp4BoxesTest {
    @TempDir
    Path folder;

    private static byte[] box(String type, byte[]... contents) {
        byte[] content = join(contents);
        return join(sized(content.length + 8, type), content);
    }

    private static byte[] sized(int size, String type) {
        return ByteBuffer.allocate(8)
                .putInt(size)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .array();
    }

    private static byte[] longBox(String type, long size, byte[] content) {
        return join(sized(1, type), ByteBuffer.allocate(8).putLong(size).array(), content);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private String flaw(byte[]... parts) throws IOException {
        return Mp4Boxes.read(Files.write(folder.resolve("film.mp4"), join(parts)))
                .flaw()
                .orElse("none");
    }

    @Test
    void boxesThatTileTheFileAreWhole() throws IOException {
        assertThat(flaw(box("ftyp"), box("moov", box("trak", box("mdia"))), box("mdat", new byte[100])))
                .isEqualTo("none");
    }

    @Test
    void aBoxMayStateItsSizeIn64Bits() throws IOException {
        assertThat(flaw(box("ftyp"), box("moov"), longBox("mdat", 116, new byte[100])))
                .isEqualTo("none");
        assertThat(flaw(box("ftyp"), box("moov"), longBox("mdat", 117, new byte[100])))
                .isEqualTo("it is cut short: the box mdat at byte 16 needs 117 bytes, the file has 116 left");
    }

    @Test
    void theLastBoxMayReachToTheEnd() throws IOException {
        assertThat(flaw(box("ftyp"), box("moov"), sized(0, "mdat"), new byte[100]))
                .isEqualTo("none");
    }

    @Test
    void missingBytesShow() throws IOException {
        assertThat(flaw(box("ftyp"), box("moov"), sized(5_000_000, "mdat"), new byte[100]))
                .isEqualTo("it is cut short: the box mdat at byte 16 needs 5000000 bytes, the file has 108 left");
        assertThat(flaw(box("ftyp"), box("moov"), box("mdat"), new byte[5]))
                .isEqualTo("it is cut short: 5 bytes are left over at the end of the file");
        assertThat(flaw(box("ftyp"), box("mdat"))).startsWith("it has no index");
        assertThat(flaw(box("ftyp"), box("moov"))).startsWith("it has no picture data");
    }

    @Test
    void impossibleSizesShow() throws IOException {
        for (long size : new long[] {0, 15, -1, Long.MIN_VALUE}) {
            assertThat(flaw(box("ftyp"), longBox("moov", size, new byte[100])))
                    .isEqualTo("the box moov at byte 8 states an impossible size");
        }
        assertThat(flaw(box("ftyp"), longBox("moov", Long.MAX_VALUE, new byte[100])))
                .startsWith("it is cut short: the box moov at byte 8 needs 9223372036854775807 bytes");
        assertThat(flaw(box("ftyp"), sized(7, "moov"))).isEqualTo("the box moov at byte 8 states an impossible size");
        assertThat(flaw(box("ftyp"), sized(1, "moov"))).isEqualTo("the box moov at byte 8 states an impossible size");
    }

    @Test
    void theIndexIsReadInsideToo() throws IOException {
        assertThat(flaw(box("ftyp"), box("moov", sized(0x7fffffff, "trak")), box("mdat")))
                .isEqualTo("it is cut short: the box trak at byte 16 needs 2147483647 bytes, the box moov has 8 left");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00000000, 000003e8, 00001388, 5.0",
        "0, 00000000, 000003e8, ffffffff, 0.0",
        "0, 00000000, 00000000, 00001388, 0.0",
        "1, 0000000000000000, 000003e8, 0000000000001388, 5.0",
        "1, 0000000000000000, 000003e8, ffffffffffffffff, 0.0",
        "0, 00000000, 000003e8, '', 0.0"
    })
    void theStatedLengthIsRead(int version, String time, String scale, String length, double seconds)
            throws IOException {
        byte[] head = HexFormat.of().parseHex("0" + version + "000000" + time + time + scale + length);
        byte[] film = join(box("ftyp"), box("moov", box("mvhd", head)), box("mdat"));
        assertThat(Mp4Boxes.read(Files.write(folder.resolve("film.mp4"), film)).statedSeconds())
                .isEqualTo(seconds);
    }

    @Test
    void boxesNestedWithoutEndExhaustNothing() throws IOException {
        byte[] nest = new byte[8 * 200_000];
        for (int n = 0; n < 200_000; n++) {
            System.arraycopy(sized(nest.length - 8 * n, "moov"), 0, nest, 8 * n, 8);
        }
        assertThat(flaw(box("ftyp"), nest, box("mdat"))).isEqualTo("none");
    }

    @Test
    void tinyBoxesWithoutEndAreRefused() throws IOException {
        byte[] crumbs = new byte[8 * 100_001];
        for (int n = 0; n <= 100_000; n++) {
            System.arraycopy(sized(8, "free"), 0, crumbs, 8 * n, 8);
        }
        assertThat(flaw(crumbs)).isEqualTo("it has more than 100000 boxes");
    }

    @Test
    void whatIsNoFilmIsNamed() throws IOException {
        assertThat(flaw(new byte[0])).isEqualTo("the file is empty");
        assertThat(flaw("<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("it is a web page or XML: it begins with \"<!DOCTYPE html><\"");
        assertThat(flaw("{\"code\":404}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("it is JSON: it begins with \"{\"code\":404}\"");
        assertThat(flaw(new byte[5000])).startsWith("it is no MP4: it begins with");
        assertThat(flaw(new byte[3])).isEqualTo("it is cut short: 3 bytes are left over at the end of the file");
    }

    @Test
    void noiseIsNeverWholeAndNeverThrows() throws IOException {
        Random random = new Random(7);
        for (int n = 0; n < 300; n++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            assertThat(flaw(box("ftyp"), noise)).isNotEqualTo("none");
        }
    }
}
