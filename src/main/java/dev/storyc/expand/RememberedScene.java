package dev.storyc.expand;

/**
 * A scene of a variant, remembered for others.
 *
 * @param body what they share
 * @param characters how many characters its texts have together
 * @param weight characters of the texts and of all values that the variant it was rendered for had come to by then
 */
record RememberedScene(SceneBody body, int characters, long weight) {}
