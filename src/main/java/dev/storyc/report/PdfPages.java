package dev.storyc.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.font.GlyphVector;
import java.awt.geom.Point2D;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessStreamCache.StreamCacheCreateFunction;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/** The pages of a PDF while they are drawn. Lengths are in points; y counts down from the paper's upper edge. */
final class PdfPages implements AutoCloseable {
    private final PDDocument document;
    private final PageFonts fonts;
    private final Paper paper;
    private final List<StringBuilder> contents = new ArrayList<>();
    private final Map<String, PdfFace> faces = new LinkedHashMap<>();
    private final COSDictionary fontNames = new COSDictionary();
    private final COSDictionary imageNames = new COSDictionary();
    private final Map<String, Picture> pictures = new HashMap<>();
    private StringBuilder content = new StringBuilder();

    /** @param ratio width over height */
    record Picture(COSName name, double ratio) {}

    PdfPages(PageFonts fonts, Paper paper, StreamCacheCreateFunction scratch) {
        this.document = new PDDocument(scratch);
        this.fonts = fonts;
        this.paper = paper;
    }

    void begin() {
        content = new StringBuilder();
        contents.add(content);
    }

    int count() {
        return contents.size();
    }

    /** What is drawn next goes onto this page, from 0. */
    void onto(int page) {
        content = contents.get(page);
    }

    void fill(Color colour, float x, float y, float width, float height) {
        content.append("q ");
        colour(colour);
        content.append(number(x)).append(' ').append(number(paper.height() - y - height));
        content.append(' ').append(number(width)).append(' ').append(number(height));
        content.append(" re f Q\n");
    }

    /** @param x the left end of the line's box; a line that reads from right to left ends at its right end */
    void line(PageText.Line line, Color colour, float x, float baseline, float width) throws IOException {
        float left = line.rightToLeft() ? x + width - line.width() : x;
        content.append("BT ");
        colour(colour);
        for (PageText.Run run : line.runs()) {
            draw(run, left + run.x(), paper.height() - baseline);
        }
        content.append("ET\n");
    }

    private void draw(PageText.Run run, float x, float y) throws IOException {
        PdfFace face = face(run.face());
        GlyphVector glyphs = run.glyphs();
        int count = glyphs.getNumGlyphs();
        String[] texts = GlyphText.of(glyphs, run.text());
        content.append('/').append(face.name());
        content.append(' ').append(number(run.size())).append(" Tf\n");
        double expected = 0;
        double height = Double.NaN;
        for (int n = 0; n < count; n++) {
            int glyph = glyphs.getGlyphCode(n);
            // The JDK's sign for a character that is drawn by the glyph before it.
            if (glyph >= 0xfffe) {
                continue;
            }
            Point2D at = glyphs.getGlyphPosition(n);
            if (at.getY() != height) {
                content.append(Double.isNaN(height) ? "" : "] TJ\n");
                content.append("1 0 0 1 ").append(number(x + at.getX()));
                content.append(' ').append(number(y - at.getY())).append(" Tm [");
                expected = at.getX();
                height = at.getY();
            }
            double aside = (expected - at.getX()) * 1000 / run.size();
            if (Math.abs(aside) > 1) {
                content.append(number(aside));
                expected = at.getX();
            }
            content.append('<').append(PdfFace.hex(face.code(glyph, texts[n]))).append('>');
            expected += face.width(glyph) * run.size() / 1000;
        }
        content.append(Double.isNaN(height) ? "" : "] TJ\n");
    }

    private PdfFace face(Font font) throws IOException {
        String name = font.getFontName(Locale.ROOT);
        PdfFace face = faces.get(name);
        if (face == null) {
            face = new PdfFace("F" + faces.size(), fonts.file(font));
            fontNames.setItem(COSName.getPDFName(face.name()), face.dictionary());
            faces.put(name, face);
        }
        return face;
    }

    /** A picture to be drawn any number of times, embedded once. */
    Picture picture(String name, byte[] jpeg) throws IOException {
        Picture known = pictures.get(name);
        if (known == null) {
            PDImageXObject image = JPEGFactory.createFromByteArray(document, jpeg);
            COSName key = COSName.getPDFName("I" + pictures.size());
            imageNames.setItem(key, image.getCOSObject());
            known = new Picture(key, (double) image.getWidth() / image.getHeight());
            pictures.put(name, known);
        }
        return known;
    }

    void image(Picture picture, float x, float y, float width, float height) {
        content.append("q ").append(number(width)).append(" 0 0 ").append(number(height));
        content.append(' ').append(number(x)).append(' ').append(number(paper.height() - y - height));
        content.append(" cm /").append(picture.name().getName()).append(" Do Q\n");
    }

    private void colour(Color colour) {
        for (float part : colour.getRGBColorComponents(null)) {
            content.append(number(part)).append(' ');
        }
        content.append("rg ");
    }

    private static String number(double value) {
        return BigDecimal.valueOf(Math.round(value * 100), 2).toPlainString();
    }

    /** Ends the document. */
    void write(String title, OutputStream out) throws IOException {
        int number = 0;
        for (PdfFace face : faces.values()) {
            face.finish(document, number++);
        }
        COSDictionary resources = new COSDictionary();
        resources.setItem(COSName.FONT, fontNames);
        resources.setItem(COSName.XOBJECT, imageNames);
        for (StringBuilder text : contents) {
            PDPage page = new PDPage(new PDRectangle(paper.width(), paper.height()));
            byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            page.setContents(new PDStream(document, new ByteArrayInputStream(bytes), COSName.FLATE_DECODE));
            page.setResources(new PDResources(resources));
            document.addPage(page);
        }
        PDDocumentInformation about = new PDDocumentInformation();
        about.setTitle(title);
        about.setCreator("storyc");
        document.setDocumentInformation(about);
        // By default it is made of the clock: the same storyboard gives the same bytes.
        document.setDocumentId((long) title.hashCode());
        document.save(out);
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
