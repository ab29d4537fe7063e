package dev.storyc.lower;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.erdtman.jcs.NumberToJSON;

/**
 * RFC 8785 bytes of plain values: keys sorted by their UTF-16 units, no white space, the shortest escapes.
 *
 * <p>RFC 8785 knows only IEEE doubles and well-formed Unicode, so what doesn't fit is refused. Of the library only the
 * writing of numbers is used: its canonicalizer parses JSON text first, which took a third of all compiling. A test holds
 * the two against each other.
 */
final class CanonicalJson {
    private static final long SAFE_INTEGER = 1L << 53;
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(512);

    private CanonicalJson() {}

    /** @throws IllegalArgumentException if a value can't be written exactly */
    static byte[] of(Map<String, Object> values) {
        CanonicalJson writer = new CanonicalJson();
        writer.object(values);
        return writer.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(Object value) {
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Boolean flag) {
            out.append(flag.booleanValue());
        } else if (value instanceof Integer || value instanceof Long) {
            whole(((Number) value).longValue());
        } else if (value instanceof BigDecimal number) {
            decimal(number);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Iterable<?> list) {
            array(list);
        } else {
            throw new IllegalArgumentException("not a plain value: " + value.getClass());
        }
    }

    private void object(Map<?, ?> map) {
        // Strings compare by UTF-16 units, as RFC 8785 wants it.
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((name, inner) -> sorted.put((String) name, inner));
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, Object> entry : sorted.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            string(entry.getKey());
            out.append(':');
            value(entry.getValue());
        }
        out.append('}');
    }

    private void array(Iterable<?> list) {
        out.append('[');
        for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
            value(items.next());
            if (items.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private void whole(long number) {
        if (Math.abs(number) > SAFE_INTEGER) {
            throw new IllegalArgumentException("whole number " + number + " is beyond 2^53");
        }
        out.append(number);
    }

    private void decimal(BigDecimal number) {
        double nearest = number.doubleValue();
        if (Double.isInfinite(nearest) || new BigDecimal(Double.toString(nearest)).compareTo(number) != 0) {
            throw new IllegalArgumentException("number " + number + " has more digits than a double holds");
        }
        try {
            out.append(NumberToJSON.serializeNumber(nearest));
        } catch (IOException e) {
            throw new IllegalArgumentException("number " + number + " can't be written as RFC 8785", e);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                control(c);
            } else if (Character.isSurrogate(c)) {
                boolean whole = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!whole) {
                    throw new IllegalArgumentException("text holds half of a surrogate pair");
                }
                out.append(c).append(text.charAt(++i));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void control(char c) {
        switch (c) {
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
        }
    }
}
