package dev.storyc.shared;

/** A place that can take back what was put there only to try it; no film or record is ever taken away. */
interface Erasing {
    /** Takes a thing away, if the place lets. */
    void erase(String name);
}
