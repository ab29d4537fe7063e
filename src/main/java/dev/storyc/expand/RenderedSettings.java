package dev.storyc.expand;

import java.util.Map;

/**
 * The settings of a scene, rendered: one for all scenes and variants that have them in common.
 *
 * @param texts by their names
 * @param characters how many characters they have together
 */
record RenderedSettings(Map<String, Rendered> texts, int characters) {}
