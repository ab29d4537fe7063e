package dev.storyc.bench;

import dev.storyc.CompiledFilm;
import dev.storyc.StoryboardCompiler;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import dev.storyc.expand.Choices;
import java.io.Reader;
import java.util.List;
import java.util.stream.Stream;

/** A storyboard over a feed of rows that is made while it is read, so that nothing of it lies in memory. */
record Feed(int rows) implements Sources, Sources.Rows {
    static final Source STORYBOARD = new Source("feed.yaml", """
            version: 1
            name: feed
            inputs:
              price: { type: number, min: 0 }
            variables:
              tagline: "{{product}}, {{price}} €"
            variants: { rows: feed.csv }
            scenes:
              - id: reveal
                shots:
                  - { duration: 3, prompt: "{{> shelf}} Slow push-in on {{product}} in {{colour}}." }
                  - { duration: 4, prompt: "A hand turns {{product}} once and sets it down." }
              - { id: montage, shots: auto, duration: 5, prompt: "{{product}} in use, told in quick cuts." }
              - { id: endcard, duration: 3, prompt: "{{product}} alone on oak. {{tagline}}" }
            """);

    /** Its films, with this compiler. */
    Stream<Result<CompiledFilm>> compiled(StoryboardCompiler compiler) {
        return compiler.compile(STORYBOARD, this, Choices.none(), film -> film);
    }

    @Override
    public Answer<Source> partial(String name) {
        return Answer.found(new Source(name, "An oak shelf by a north window, soft light, dust in the air.\n"));
    }

    @Override
    public Answer<Source> shared(String path) {
        return Answer.missing("there is no " + path, "");
    }

    @Override
    public Iterable<String> partialNames() {
        return List.of("shelf");
    }

    @Override
    public Answer<Rows> rows(String path) {
        return Answer.found(this);
    }

    @Override
    public String name() {
        return "feed.csv";
    }

    @Override
    public Reader open() {
        return new Reader() {
            private String line = "sku,product,colour,price\n";
            private int at;
            private int next = 1;

            @Override
            public int read(char[] into, int offset, int length) {
                if (at == line.length()) {
                    if (next > rows) {
                        return -1;
                    }
                    line = "n-" + next + ",Nordlys lamp no. " + next + ",ochre," + next % 1999 + ".90\n";
                    next++;
                    at = 0;
                }
                int count = Math.min(length, line.length() - at);
                line.getChars(at, at + count, into, offset);
                at += count;
                return count;
            }

            @Override
            public void close() {}
        };
    }
}
