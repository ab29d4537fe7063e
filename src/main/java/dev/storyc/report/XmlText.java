package dev.storyc.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * XML as it is written, element by element, indented.
 *
 * <p>The JDK's stream writer leaves line ends in attributes as they are, which a reader then takes for spaces; here they
 * are written as references, and what XML has no way to write as U+FFFD.
 */
final class XmlText {
    private final StringBuilder text;
    private final Deque<String> open = new ArrayDeque<>();
    private boolean tag;
    private boolean words;

    XmlText(String prolog) {
        text = new StringBuilder(prolog);
    }

    /** Begins an element within the one that is open; its attributes follow. */
    XmlText begin(String name) {
        close();
        text.append("    ".repeat(open.size())).append('<').append(name);
        open.push(name);
        tag = true;
        return this;
    }

    /** An attribute of the element just begun. */
    XmlText with(String name, String value) {
        text.append(' ').append(name).append("=\"");
        Plain.text(value).codePoints().forEach(this::escaped);
        text.append('"');
        return this;
    }

    /** The text of the element just begun, which then holds nothing else. */
    XmlText words(String value) {
        text.append('>');
        Plain.text(value).codePoints().forEach(this::escaped);
        tag = false;
        words = true;
        return this;
    }

    XmlText end() {
        String name = open.pop();
        if (tag) {
            text.append("/>\n");
            tag = false;
        } else if (words) {
            text.append("</").append(name).append(">\n");
            words = false;
        } else {
            text.append("    ".repeat(open.size())).append("</").append(name).append(">\n");
        }
        return this;
    }

    private void close() {
        if (tag) {
            text.append(">\n");
            tag = false;
        }
    }

    private void escaped(int point) {
        switch (point) {
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '&' -> text.append("&amp;");
            case '"' -> text.append("&quot;");
            case '\n' -> text.append("&#10;");
            case '\r' -> text.append("&#13;");
            case '\t' -> text.append("&#9;");
            default -> text.appendCodePoint(point);
        }
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return text.toString();
    }
}
