package dev.storyc.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** JSON that can stand in a script element: nothing in it can end that, whatever a text holds. */
final class GalleryJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build()
            .setCharacterEscapes(new InScript());

    private GalleryJson() {}

    /** One that leaves the writer open when it is closed. */
    static JsonGenerator to(Writer out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    /** Without {@code <} no tag and no comment can begin, and so the element can't end. */
    private static final class InScript extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int[] ESCAPES = escapes();

        private static int[] escapes() {
            int[] escapes = standardAsciiEscapesForJSON();
            escapes['<'] = ESCAPE_STANDARD;
            escapes['>'] = ESCAPE_STANDARD;
            escapes['&'] = ESCAPE_STANDARD;
            escapes[0x7f] = ESCAPE_STANDARD;
            return escapes;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ESCAPES;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return character == 0x2028 || character == 0x2029
                    ? new SerializedString(String.format("\\u%04x", character))
                    : null;
        }
    }
}
