package dev.storyc.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads FCPXML as Final Cut would: validated against the DTD by the JDK's parser, then the story's times checked. The DTD
 * is Apple's where {@code -Dstoryc.fcpxml.dtd=FILE} or an installed Final Cut has it, else what of it is used.
 */
final class FcpxmlReading {
    private static final Path INSTALLED = Path.of("/Applications/Final Cut Pro.app/Contents/Frameworks/"
            + "Interchange.framework/Versions/A/Resources/FCPXMLv1_10.dtd");

    final Document document;

    FcpxmlReading(byte[] xml) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setValidating(true);
            // The JDK bounds how much one document may declare; Apple's DTD is within it.
            DocumentBuilder builder = factory.newDocumentBuilder();
            List<String> errors = new ArrayList<>();
            builder.setErrorHandler(new Errors(errors));
            builder.setEntityResolver((publicId, systemId) -> dtd());
            String text = new String(xml, java.nio.charset.StandardCharsets.UTF_8)
                    .replace("<!DOCTYPE fcpxml>", "<!DOCTYPE fcpxml SYSTEM \"used.dtd\">");
            document = builder.parse(new ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            assertThat(errors).isEmpty();
        } catch (ParserConfigurationException | SAXException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static InputSource dtd() throws IOException {
        String stated = System.getProperty("storyc.fcpxml.dtd");
        Path apples = stated == null ? INSTALLED : Path.of(stated);
        if (Files.exists(apples)) {
            return new InputSource(Files.newInputStream(apples));
        }
        return new InputSource(FcpxmlReading.class.getResourceAsStream("/export/fcpxml-1.10-used.dtd"));
    }

    private record Errors(List<String> found) implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            found.add(e.getMessage());
        }

        @Override
        public void error(SAXParseException e) {
            found.add(e.getLineNumber() + ": " + e.getMessage());
        }

        @Override
        public void fatalError(SAXParseException e) {
            found.add(e.getLineNumber() + ": " + e.getMessage());
        }
    }

    /** All elements of this name, in order. */
    List<Element> all(String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** The story's items in order, transitions left out. */
    List<Element> story() {
        List<Element> items = new ArrayList<>();
        for (Node at = all("spine").get(0).getFirstChild(); at != null; at = at.getNextSibling()) {
            if (at instanceof Element item && !item.getTagName().equals("transition")) {
                items.add(item);
            }
        }
        return items;
    }

    /** Fails unless the items tile the sequence, all on frames, and each shows only what its film has. */
    void tiles() {
        long at = 0;
        for (Element item : story()) {
            assertThat(frames(item.getAttribute("offset"))).isEqualTo(at);
            Element clip = item.getTagName().equals("audition")
                    ? (Element) item.getElementsByTagName("asset-clip").item(0)
                    : item;
            long start = frames(clip.getAttribute("start"));
            long duration = frames(clip.getAttribute("duration"));
            assertThat(duration).isPositive();
            if (clip.getTagName().equals("asset-clip")) {
                Element asset = document.getElementById(clip.getAttribute("ref"));
                assertThat(start + duration).isLessThanOrEqualTo(frames(asset.getAttribute("duration")));
            }
            at += duration;
        }
        assertThat(frames(all("sequence").get(0).getAttribute("duration"))).isEqualTo(at);
    }

    /** A rational time in frames of a 24th second; anything else is no frame's boundary. */
    static long frames(String time) {
        assertThat(time).matches("[0-9]+(/24)?s");
        return time.contains("/")
                ? Long.parseLong(time.substring(0, time.indexOf('/')))
                : 24 * Long.parseLong(time.substring(0, time.length() - 1));
    }

    static Set<String> ids(List<Element> elements) {
        return elements.stream().map(e -> e.getAttribute("id")).collect(java.util.stream.Collectors.toSet());
    }
}
