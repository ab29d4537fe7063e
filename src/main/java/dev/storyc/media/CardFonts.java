package dev.storyc.media;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.TextAttribute;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.AttributedString;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fonts that come with storyc, and which of them draws what.
 *
 * <p>None need be installed, and none that is installed is used, so a card looks the same everywhere.
 */
final class CardFonts {
    private static final String FONTCONFIG_PROPERTY = "sun.awt.fontconfig";
    /** All that a JVM needs to find no system font and be content with that. */
    private static final String FONTCONFIG = "version=1\nsequence.allfonts=default\n";

    private static final String HANGUL = "NanumSquareR.ttf";
    private static final String BOLD = "NotoSans-Bold.ttf";
    private static final List<String> FILES = List.of(
            "NotoSans-Regular.ttf",
            "NotoSansHebrew-Regular.ttf",
            "NotoSansArabic-Regular.ttf",
            "NotoSansThai-Regular.ttf",
            "NotoSansDevanagari-Regular.ttf",
            "DroidSansFallbackFull.ttf",
            HANGUL);

    private static @Nullable CardFonts bundled;

    private final List<Font> faces;
    private final Font hangul;
    private final Font bold;
    private final Map<String, String> files;

    private CardFonts(List<Font> faces, Font hangul, Font bold, Map<String, String> files) {
        this.faces = faces;
        this.files = files;
        this.hangul = hangul;
        this.bold = bold;
    }

    /**
     * The fonts, unpacked to the per-user cache and opened with the first call.
     *
     * @throws IOException if they can't be unpacked
     */
    static synchronized CardFonts bundled() throws IOException {
        if (bundled == null) {
            bundled = open(UserCache.folder("fonts"));
        }
        return bundled;
    }

    private static CardFonts open(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        if (System.getProperty(FONTCONFIG_PROPERTY) == null) {
            Path config = folder.resolve("fontconfig.properties");
            keep(config, FONTCONFIG.getBytes(StandardCharsets.ISO_8859_1));
            System.setProperty(FONTCONFIG_PROPERTY, config.toString());
        }
        List<Font> faces = new ArrayList<>();
        Map<String, String> files = new HashMap<>();
        for (String file : FILES) {
            Font face = font(folder, file);
            faces.add(face);
            files.put(face.getFontName(Locale.ROOT), file);
        }
        Font bold = font(folder, BOLD);
        files.put(bold.getFontName(Locale.ROOT), BOLD);
        return new CardFonts(faces, faces.get(FILES.indexOf(HANGUL)), bold, files);
    }

    /** From a file, for from a stream Java makes a temporary copy of it with every start. */
    private static Font font(Path folder, String name) throws IOException {
        try (InputStream in = CardFonts.class.getResourceAsStream("fonts/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no font " + name);
            }
            Path file = folder.resolve(name);
            keep(file, in.readAllBytes());
            return Font.createFont(Font.TRUETYPE_FONT, file.toFile());
        } catch (FontFormatException e) {
            throw new IOException("the font " + name + " in " + folder + " can't be read: delete it", e);
        }
    }

    private static void keep(Path file, byte[] bytes) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) == bytes.length) {
            return;
        }
        Path unfinished = Files.createTempFile(file.getParent(), ".font-", null);
        try {
            Files.write(unfinished, bytes);
            // Another process may do the same at this moment: either's file is whole.
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** For headings: Latin, Greek and Cyrillic only. */
    Font bold(float size) {
        return bold.deriveFont(size);
    }

    /** The text with a font on every part of it. It must not be empty. */
    AttributedString styled(String text, float size) {
        return styled(text, size, this::face);
    }

    /** The same, bold as far as there are bold letters. */
    AttributedString bold(String text, float size) {
        return styled(text, size, cluster -> bold.canDisplayUpTo(cluster) < 0 ? bold : face(cluster));
    }

    private static AttributedString styled(String text, float size, Function<String, Font> faces) {
        AttributedString styled = new AttributedString(text);
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(text);
        int from = 0;
        Font font = faces.apply(text.substring(0, clusters.next()));
        for (int start = clusters.current(), end = clusters.next();
                end != BreakIterator.DONE;
                start = end, end = clusters.next()) {
            Font next = faces.apply(text.substring(start, end));
            if (!next.equals(font)) {
                styled.addAttribute(TextAttribute.FONT, font.deriveFont(size), from, start);
                font = next;
                from = start;
            }
        }
        styled.addAttribute(TextAttribute.FONT, font.deriveFont(size), from, text.length());
        return styled;
    }

    /** Whether a font of these has all of a text's letter and its marks. */
    boolean draws(String cluster) {
        return faces.stream().anyMatch(face -> face.canDisplayUpTo(cluster) < 0);
    }

    /** The file of a face, as it came with storyc. */
    byte[] file(Font face) throws IOException {
        String file = files.get(face.getFontName(Locale.ROOT));
        if (file == null) {
            throw new IllegalArgumentException(face + " is not one of storyc's fonts");
        }
        try (InputStream in = CardFonts.class.getResourceAsStream("fonts/" + file)) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    /** A letter and its marks must come from one font, or the marks stand beside it. */
    private Font face(String cluster) {
        int first = cluster.codePointAt(0);
        if (Character.UnicodeScript.of(first) == Character.UnicodeScript.HANGUL) {
            return hangul;
        }
        return faces.stream()
                .filter(f -> f.canDisplayUpTo(cluster) < 0)
                .findFirst()
                .or(() -> faces.stream().filter(f -> f.canDisplay(first)).findFirst())
                .orElse(faces.get(0));
    }
}
