package dev.storyc.expand;

import dev.storyc.diagnostic.Span;
import org.jspecify.annotations.Nullable;

/** Answers what a name in a template stands for, where the template is rendered. */
interface Names {
    /** The value of a name that is in scope; names are checked before anything is rendered. */
    Plain value(String name);

    /** What gave a name its value, or null if nothing did. */
    @Nullable
    Bound bound(String name);

    /** A place with its line, where that has to be read first. */
    Span shown(Span span);

    /** The same names, as one who shares them with no other thread may ask; what is found wrong is said to nobody. */
    Names anew();

    /** What a name is bound to, and the names its value is made of. */
    record Bound(Binding binding, Names names) {}
}
