package dev.storyc.expand;

import com.github.mustachejava.Binding;
import com.github.mustachejava.Code;
import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Iteration;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.TemplateContext;
import com.github.mustachejava.reflect.BaseObjectHandler;
import com.github.mustachejava.util.Wrapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mustache.java made strict: no HTML escapes, no reflection into objects, and a section is false only on false, an empty
 * list and blank text.
 *
 * <p>Line ends of a template pass through it as a stand-in character: which tags vanish with their line was decided
 * before, and this library must not decide it again.
 */
final class StrictMustache {
    /** A Unicode noncharacter, which is no part of any text. */
    private static final char LINE_END = '\uFDD0';

    /** The text without the stand-in, should an author have written it: another noncharacter, refused just as well. */
    static String withoutStandIn(String text) {
        return text.indexOf(LINE_END) < 0 ? text : text.replace(LINE_END, '\uFDD1');
    }

    // Made for the first template with a section, for it takes its time.
    private @Nullable Factory factory;

    /** Prepares a template that holds only values and sections. */
    Wording compile(String template) {
        Factory made = factory;
        if (made == null) {
            made = new Factory();
            factory = made;
        }
        Mustache compiled = made.compile(new StringReader(template.replace('\n', LINE_END)), "template");
        return names -> render(compiled, names);
    }

    private static String render(Mustache template, Names names) {
        TextWriter out = new TextWriter();
        try {
            template.execute(out, names).flush();
        } catch (MustacheException e) {
            throw tooLarge(e);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string", e);
        }
        String text = out.text.toString();
        return text.indexOf(LINE_END) < 0 ? text : text.replace(LINE_END, '\n');
    }

    /** The library wraps what is thrown within it, a layer a section. */
    private static RuntimeException tooLarge(MustacheException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof TextTooLarge found) {
                return found;
            }
        }
        return e;
    }

    /** A StringWriter that takes no locks, and ends: lists in lists grow as fast as they are short to write. */
    private static final class TextWriter extends Writer {
        private static final int MOST_STEPS = 1_000_000;
        private final StringBuilder text = new StringBuilder(192);
        private int steps;

        /** Counts one turn of a section or one value, though it may write nothing. */
        void step() {
            if (++steps > MOST_STEPS) {
                throw new TextTooLarge("takes more than " + TemplateLimits.inWords(MOST_STEPS) + " steps to render");
            }
        }

        private void grow(int length) {
            step();
            if (text.length() + length > TemplateLimits.CHARACTERS) {
                throw TextTooLarge.grown();
            }
        }

        @Override
        public void write(char[] from, int offset, int length) {
            grow(length);
            text.append(from, offset, length);
        }

        @Override
        public void write(String from) {
            grow(from.length());
            text.append(from);
        }

        @Override
        public void write(int c) {
            grow(1);
            text.append((char) c);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static final class Factory extends DefaultMustacheFactory {
        Factory() {
            setObjectHandler(new PlainHandler());
        }

        @Override
        public void encode(String value, Writer writer) {
            try {
                writer.write(value);
            } catch (IOException e) {
                throw new UncheckedIOException("writing to a string", e);
            }
        }
    }

    private static final class PlainHandler extends BaseObjectHandler {
        @Override
        public Wrapper find(String name, List<Object> scopes) {
            return now -> lookUp(name, now);
        }

        @Override
        public Binding createBinding(String name, TemplateContext context, Code code) {
            return scopes -> lookUp(name, scopes);
        }

        private static @Nullable Object lookUp(String name, List<Object> scopes) {
            if (name.equals(".")) {
                return scopes.get(scopes.size() - 1);
            }
            // Values are never looked into, so only the first scope knows names.
            return ((Names) scopes.get(0)).value(name);
        }

        @Override
        public Writer iterate(Iteration iteration, Writer writer, @Nullable Object value, List<Object> scopes) {
            Writer out = writer;
            if (value instanceof Plain.Listing list) {
                for (Plain.Text item : list.items()) {
                    ((TextWriter) writer).step();
                    out = iteration.next(out, item, scopes);
                }
            } else if (value instanceof Plain plain && plain.holds()) {
                out = iteration.next(out, plain, scopes);
            }
            return out;
        }

        @Override
        public Writer falsey(Iteration iteration, Writer writer, @Nullable Object value, List<Object> scopes) {
            boolean holds = value instanceof Plain plain && plain.holds();
            return holds ? writer : iteration.next(writer, value, scopes);
        }
    }
}
