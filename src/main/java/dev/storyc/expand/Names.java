package dev.storyc.expand;

/** Answers what a name in a template stands for, where the template is rendered. */
interface Names {
    /** The value of a name that is in scope; names are checked before anything is rendered. */
    Plain value(String name);
}
