package dev.storyc.cli;

import dev.storyc.media.BundledFonts;
import dev.storyc.outputs.Outputs;
import dev.storyc.report.Export;
import dev.storyc.report.FilmPlace;
import dev.storyc.report.PageFonts;
import dev.storyc.report.Paper;
import dev.storyc.report.ShotList;
import dev.storyc.report.Showing;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.AttributedString;
import org.apache.pdfbox.io.IOUtils;
import org.jspecify.annotations.Nullable;

/** The shot list as a PDF, one a storyboard, with the posters that lie beside its films. */
final class ShotListExport implements Export {
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    private final Paper paper;
    private final Outputs outputs;

    ShotListExport(Paper paper, Outputs outputs) {
        this.paper = paper;
        this.outputs = outputs;
    }

    @Override
    public void write(Showing showing, FilmPlace place, Taker taker) throws IOException {
        Path films = outputs.folder(showing.storyboard());
        ShotList list = new ShotList(
                paper,
                fonts(BundledFonts.open()),
                poster -> jpeg(films.resolve(poster), taker),
                IOUtils.createTempFileOnlyStreamCache());
        taker.file(showing.storyboard() + ".pdf", out -> list.write(showing, out));
    }

    private static byte @Nullable [] jpeg(Path poster, Taker taker) throws IOException {
        byte[] bytes = Files.readAllBytes(poster);
        for (int n = 0; n < JPEG.length; n++) {
            if (n >= bytes.length || bytes[n] != JPEG[n]) {
                taker.note(poster + " is no JPEG: a card stands in its place");
                return null;
            }
        }
        return bytes;
    }

    private static PageFonts fonts(BundledFonts bundled) {
        return new PageFonts() {
            @Override
            public AttributedString styled(String text, float size, boolean bold) {
                return bundled.styled(text, size, bold);
            }

            @Override
            public boolean draws(String cluster) {
                return bundled.draws(cluster);
            }

            @Override
            public byte[] file(Font face) throws IOException {
                return bundled.file(face);
            }
        };
    }
}
