package dev.storyc.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * A font in a PDF, of which only the glyphs that are drawn are embedded.
 *
 * <p>A code stands for a glyph and the text it was drawn for, so what is copied out of the PDF or searched in it is what
 * was written, though shaping made other glyphs of it. PDFBox's own fonts take text, which would be shaped once more.
 */
final class PdfFace {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int SYMBOLIC = 4;
    private static final int STEM = 80;
    private static final int MOST_IN_A_BLOCK = 100;

    private final String name;
    private final TrueTypeFont font;
    private final float scale;
    private final COSDictionary dictionary = new COSDictionary();
    private final Map<Drawn, Integer> codes = new LinkedHashMap<>();

    private record Drawn(int glyph, String text) {}

    /**
     * @param name what pages call it
     * @param file a TrueType font
     */
    PdfFace(String name, byte[] file) throws IOException {
        this.name = name;
        this.font = new TTFParser().parse(new RandomAccessReadBuffer(file));
        this.scale = 1000f / font.getUnitsPerEm();
    }

    String name() {
        return name;
    }

    /** What pages name; filled by {@link #finish}. */
    COSDictionary dictionary() {
        return dictionary;
    }

    /** The code of a glyph that stands for a text; 16 bits. */
    int code(int glyph, String text) {
        return codes.computeIfAbsent(new Drawn(glyph, text), unused -> codes.size() + 1);
    }

    /** The advance of a glyph in thousandths of the font's size. */
    float width(int glyph) throws IOException {
        return font.getAdvanceWidth(glyph) * scale;
    }

    /** Embeds all glyphs that have a code by now. */
    void finish(PDDocument document, int number) throws IOException {
        TTFSubsetter subsetter = new TTFSubsetter(font);
        subsetter.addGlyphIds(codes.keySet().stream().map(Drawn::glyph).collect(Collectors.toSet()));
        String embeddedName = prefix(number) + "+" + font.getName();
        Map<Integer, Integer> glyphs = new LinkedHashMap<>();
        subsetter.getGIDMap().forEach((embedded, original) -> glyphs.put(original, embedded));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        subsetter.writeToStream(file);

        COSDictionary system = new COSDictionary();
        system.setItem(COSName.REGISTRY, new COSString("Adobe"));
        system.setItem(COSName.ORDERING, new COSString("Identity"));
        system.setInt(COSName.SUPPLEMENT, 0);
        COSDictionary cid = new COSDictionary();
        cid.setItem(COSName.TYPE, COSName.FONT);
        cid.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE2);
        cid.setName(COSName.BASE_FONT, embeddedName);
        cid.setItem(COSName.CIDSYSTEMINFO, system);
        cid.setItem(COSName.FONT_DESC, descriptor(document, embeddedName, file.toByteArray()));
        cid.setInt(COSName.DW, 0);
        cid.setItem(COSName.W, widths());
        cid.setItem(COSName.CID_TO_GID_MAP, stream(document, map(glyphs)));
        COSArray descendants = new COSArray();
        descendants.add(cid);
        dictionary.setItem(COSName.TYPE, COSName.FONT);
        dictionary.setItem(COSName.SUBTYPE, COSName.TYPE0);
        dictionary.setName(COSName.BASE_FONT, embeddedName);
        dictionary.setItem(COSName.ENCODING, COSName.IDENTITY_H);
        dictionary.setItem(COSName.DESCENDANT_FONTS, descendants);
        dictionary.setItem(COSName.TO_UNICODE, stream(document, texts().getBytes(StandardCharsets.US_ASCII)));
    }

    /** Six capitals, which tell two subsets of one font apart. */
    private static String prefix(int number) {
        return "AAAAA" + (char) ('A' + number % 26);
    }

    private COSDictionary descriptor(PDDocument document, String embeddedName, byte[] file) throws IOException {
        COSDictionary descriptor = new COSDictionary();
        descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
        descriptor.setName(COSName.FONT_NAME, embeddedName);
        descriptor.setInt(COSName.FLAGS, SYMBOLIC);
        COSArray box = new COSArray();
        for (int side : new int[] {
            font.getHeader().getXMin(),
            font.getHeader().getYMin(),
            font.getHeader().getXMax(),
            font.getHeader().getYMax()
        }) {
            box.add(COSInteger.get(Math.round(side * scale)));
        }
        descriptor.setItem(COSName.FONT_BBOX, box);
        descriptor.setInt(COSName.ITALIC_ANGLE, 0);
        descriptor.setInt(COSName.ASCENT, Math.round(font.getHorizontalHeader().getAscender() * scale));
        descriptor.setInt(COSName.DESCENT, Math.round(font.getHorizontalHeader().getDescender() * scale));
        descriptor.setInt(
                COSName.CAP_HEIGHT, Math.round(font.getHorizontalHeader().getAscender() * scale));
        descriptor.setInt(COSName.STEM_V, STEM);
        COSStream embedded = stream(document, file);
        embedded.setInt(COSName.LENGTH1, file.length);
        descriptor.setItem(COSName.FONT_FILE2, embedded);
        return descriptor;
    }

    private COSArray widths() throws IOException {
        COSArray all = new COSArray();
        for (Drawn drawn : codes.keySet()) {
            all.add(COSInteger.get(Math.round(width(drawn.glyph()))));
        }
        COSArray widths = new COSArray();
        widths.add(COSInteger.get(1));
        widths.add(all);
        return widths;
    }

    private byte[] map(Map<Integer, Integer> embedded) {
        byte[] map = new byte[2 * (codes.size() + 1)];
        codes.forEach((drawn, code) -> {
            int glyph = embedded.getOrDefault(drawn.glyph(), 0);
            map[2 * code] = (byte) (glyph >> 8);
            map[2 * code + 1] = (byte) glyph;
        });
        return map;
    }

    private String texts() {
        StringBuilder map = new StringBuilder("""
                /CIDInit /ProcSet findresource begin
                12 dict begin
                begincmap
                /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
                /CMapName /Adobe-Identity-UCS def
                /CMapType 2 def
                1 begincodespacerange
                <0000> <FFFF>
                endcodespacerange
                """);
        List<String> entries = new ArrayList<>();
        codes.forEach((drawn, code) -> {
            // For no text too: where there is no entry, readers guess one.
            StringBuilder text = new StringBuilder();
            drawn.text().chars().forEach(c -> text.append(hex(c)));
            entries.add("<" + hex(code) + "> <" + text + ">\n");
        });
        for (int from = 0; from < entries.size(); from += MOST_IN_A_BLOCK) {
            List<String> block = entries.subList(from, Math.min(entries.size(), from + MOST_IN_A_BLOCK));
            map.append(block.size()).append(" beginbfchar\n");
            block.forEach(map::append);
            map.append("endbfchar\n");
        }
        return map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
                .toString();
    }

    static String hex(int sixteenBits) {
        return HEX.toHexDigits((char) sixteenBits);
    }

    private static COSStream stream(PDDocument document, byte[] bytes) throws IOException {
        COSStream stream = document.getDocument().createCOSStream();
        try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(bytes);
        }
        return stream;
    }
}
