package dev.storyc.lower;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.erdtman.jcs.NumberToJSON;
import org.jspecify.annotations.Nullable;

/**
 * RFC 8785 bytes of plain values: keys sorted by their UTF-16 units, no white space, the shortest escapes.
 *
 * <p>RFC 8785 knows only IEEE doubles and well-formed Unicode, so what doesn't fit is refused. Of the library only the
 * writing of numbers is used: its canonicalizer parses JSON text first, which took a third of all compiling. A test holds
 * the two against each other.
 */
public final class CanonicalJson {
    private static final long SAFE_INTEGER = 1L << 53;
    private static final String HEX = "0123456789abcdef";
    private static final boolean[] AS_IT_IS = asItIs();

    private byte[] out = new byte[1024];
    private int length;

    private @Nullable Consumer<PayloadForm.Hole> holes;

    /** Has what was written hashed, in UTF-8. */
    void update(MessageDigest digest) {
        digest.update(out, 0, length);
    }

    /** What was written, in UTF-8. */
    public byte[] bytes() {
        return Arrays.copyOf(out, length);
    }

    /** Appends once more what was written between two bytes, counted from 0, the last not included. */
    public CanonicalJson again(int from, int to) {
        room(to - from);
        System.arraycopy(out, from, out, length, to - from);
        length += to - from;
        return this;
    }

    /**
     * What was written from the byte on that is counted from 0, as it lies here: not copied, and good for as long as this
     * isn't begun {@linkplain #begin() in the same place}.
     */
    public ByteBuffer written(int from) {
        return ByteBuffer.wrap(out, from, length - from);
    }

    /** Begins a text anew and elsewhere, so that what was written stays. */
    public CanonicalJson begin(int capacity) {
        out = new byte[capacity];
        length = 0;
        return this;
    }

    /** How many bytes were written. */
    public int length() {
        return length;
    }

    /** What was written from the byte on that is counted from 0. */
    byte[] bytes(int from) {
        return Arrays.copyOfRange(out, from, length);
    }

    /** Begins a text anew, over the one before. */
    public CanonicalJson begin() {
        length = 0;
        return this;
    }

    /** Appends what is canonical already: ASCII, of which the old method is the fast way. */
    @SuppressWarnings("deprecation")
    public CanonicalJson raw(String ascii) {
        room(ascii.length());
        ascii.getBytes(0, ascii.length(), out, length);
        length += ascii.length();
        return this;
    }

    /** Appends what is canonical already, in UTF-8. */
    public CanonicalJson raw(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, out, length, bytes.length);
        length += bytes.length;
        return this;
    }

    private void room(int more) {
        if (length + more > out.length) {
            out = Arrays.copyOf(out, Math.max(2 * out.length, length + more));
        }
    }

    /**
     * Appends a value.
     *
     * @throws IllegalArgumentException if it can't be written exactly
     */
    public CanonicalJson value(Object value) {
        if (value instanceof String text) {
            string(text);
        } else if (value instanceof Boolean flag) {
            raw(flag.toString());
        } else if (value instanceof Integer || value instanceof Long) {
            whole(((Number) value).longValue());
        } else if (value instanceof BigDecimal number) {
            decimal(number);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Iterable<?> list) {
            array(list);
        } else if (value instanceof PayloadForm.Hole hole && holes != null) {
            holes.accept(hole);
        } else {
            throw new IllegalArgumentException("not a plain value: " + value.getClass());
        }
        return this;
    }

    /** Appends a value with holes, telling of each when it is come to. */
    void value(Object value, Consumer<PayloadForm.Hole> each) {
        holes = each;
        value(value);
        holes = null;
    }

    private void object(Map<?, ?> map) {
        int size = map.size();
        String[] names = new String[size];
        Object[] values = new Object[size];
        int filled = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            // Strings compare by UTF-16 units, as RFC 8785 wants it. A payload has few names: no need to be clever.
            String name = (String) entry.getKey();
            int at = filled++;
            while (at > 0 && names[at - 1].compareTo(name) > 0) {
                names[at] = names[at - 1];
                values[at] = values[at - 1];
                at--;
            }
            names[at] = name;
            values[at] = entry.getValue();
        }
        put('{');
        for (int i = 0; i < filled; i++) {
            if (i > 0) {
                put(',');
            }
            string(names[i]);
            put(':');
            value(values[i]);
        }
        put('}');
    }

    private void array(Iterable<?> list) {
        put('[');
        boolean first = true;
        for (Object item : list) {
            if (!first) {
                put(',');
            }
            first = false;
            value(item);
        }
        put(']');
    }

    private void whole(long number) {
        if (Math.abs(number) > SAFE_INTEGER) {
            throw new IllegalArgumentException("whole number " + number + " is beyond 2^53");
        }
        if (number >= 0 && number < 10) {
            put((char) ('0' + number));
        } else {
            raw(Long.toString(number));
        }
    }

    private void decimal(BigDecimal number) {
        double nearest = number.doubleValue();
        if (Double.isInfinite(nearest) || new BigDecimal(Double.toString(nearest)).compareTo(number) != 0) {
            throw new IllegalArgumentException("number " + number + " has more digits than a double holds");
        }
        try {
            raw(NumberToJSON.serializeNumber(nearest));
        } catch (IOException e) {
            throw new IllegalArgumentException("number " + number + " can't be written as RFC 8785", e);
        }
    }

    // This and the rest of it are named in the launcher's directives; apart, for most texts are nothing but this.
    private void string(String text) {
        // No character takes more than six bytes: a control one, as \\u001f.
        room(6 * text.length() + 2);
        byte[] to = out;
        int at = length;
        to[at++] = '"';
        int end = text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c >= AS_IT_IS.length || !AS_IT_IS[c]) {
                at = rest(text, i, to, at);
                break;
            }
            to[at++] = (byte) c;
        }
        to[at++] = '"';
        length = at;
    }

    /** Writes a text from a character on; where it ends. */
    private static int rest(String text, int from, byte[] to, int start) {
        int at = start;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < AS_IT_IS.length && AS_IT_IS[c]) {
                to[at++] = (byte) c;
            } else {
                at = other(c, text, i, to, at);
                i += Character.isHighSurrogate(c) ? 1 : 0;
            }
        }
        return at;
    }

    /** Writes what ASCII has no sign for, or JSON only escaped. */
    private static int other(char c, String text, int i, byte[] to, int from) {
        int at = from;
        if (c == '"' || c == '\\') {
            to[at++] = '\\';
            to[at++] = (byte) c;
        } else if (c < 0x80) {
            at = control(c, to, at);
        } else if (c < 0x800) {
            to[at++] = (byte) (0xC0 | (c >> 6));
            to[at++] = (byte) (0x80 | (c & 0x3F));
        } else if (!Character.isSurrogate(c)) {
            to[at++] = (byte) (0xE0 | (c >> 12));
            to[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            to[at++] = (byte) (0x80 | (c & 0x3F));
        } else {
            boolean whole = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!whole) {
                throw new IllegalArgumentException("text holds half of a surrogate pair");
            }
            int point = Character.toCodePoint(c, text.charAt(i + 1));
            to[at++] = (byte) (0xF0 | (point >> 18));
            to[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
            to[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            to[at++] = (byte) (0x80 | (point & 0x3F));
        }
        return at;
    }

    private void put(char ascii) {
        room(1);
        out[length++] = (byte) ascii;
    }

    /** Which signs of ASCII stand for themselves; 7F does, too. */
    private static boolean[] asItIs() {
        boolean[] all = new boolean[0x80];
        for (char c = 0x20; c < all.length; c++) {
            all[c] = c != '"' && c != '\\';
        }
        return all;
    }

    private static int control(char c, byte[] to, int from) {
        int at = from;
        to[at++] = '\\';
        int brief = "\b\t\n\f\r".indexOf(c);
        if (brief >= 0) {
            to[at++] = (byte) "btnfr".charAt(brief);
            return at;
        }
        to[at++] = 'u';
        to[at++] = '0';
        to[at++] = '0';
        to[at++] = (byte) HEX.charAt(c >> 4);
        to[at++] = (byte) HEX.charAt(c & 0xF);
        return at;
    }
}
