package dev.storyc.report;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.pdfbox.io.RandomAccessStreamCache.StreamCacheCreateFunction;
import org.jspecify.annotations.Nullable;

/**
 * The shot list a crew works by, as a PDF: a cover with totals, then each variant's clips with a picture, their shots,
 * captions and notes.
 *
 * <p>The same storyboard, pictures and fonts give the same bytes.
 */
public final class ShotList {
    private final Paper paper;
    private final PageFonts fonts;
    private final Pictures pictures;
    private final StreamCacheCreateFunction scratch;

    /** Where posters come from: by their path in the showing, as JPEG. */
    public interface Pictures {
        /** Null where there is none after all; then a card is drawn. */
        byte @Nullable [] jpeg(String poster) throws IOException;
    }

    /** @param scratch where pictures wait until the PDF is written: a thousand variants have more than a memory holds */
    public ShotList(Paper paper, PageFonts fonts, Pictures pictures, StreamCacheCreateFunction scratch) {
        this.paper = paper;
        this.fonts = fonts;
        this.pictures = pictures;
        this.scratch = scratch;
    }

    /**
     * Writes the shot list of a storyboard, rendered or not.
     *
     * @throws IOException if a picture can't be read, or the PDF not be written
     */
    public void write(Showing showing, OutputStream out) throws IOException {
        try (PdfPages pages = new PdfPages(fonts, paper, scratch)) {
            ShotListSheet sheet = new ShotListSheet(pages, new PageText(fonts), paper, showing.title());
            new ShotListCover(sheet, showing, pictures).draw();
            for (ShownVariant variant : showing.variants()) {
                new ShotListScenes(sheet, variant, pictures).draw();
            }
            sheet.foot(showing.storyboard() + "  ·  " + showing.model());
            pages.write(showing.title(), out);
        }
    }
}
