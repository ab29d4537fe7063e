package dev.storyc.plan;

import java.util.Arrays;
import java.util.List;

/**
 * The part in which two texts differ, by whole words, with a little of what stands around it.
 *
 * @param before the words then
 * @param after the words now
 */
record WordChange(String before, String after) {
    private static final int AROUND = 2;

    static WordChange between(String before, String after) {
        List<String> was = words(before);
        List<String> is = words(after);
        int start = 0;
        int shorter = Math.min(was.size(), is.size());
        while (start < shorter && was.get(start).equals(is.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && was.get(was.size() - 1 - end).equals(is.get(is.size() - 1 - end))) {
            end++;
        }
        return new WordChange(part(was, start, end), part(is, start, end));
    }

    private static String part(List<String> words, int start, int end) {
        int from = Math.max(0, start - AROUND);
        int to = Math.min(words.size(), words.size() - end + AROUND);
        return (from > 0 ? "… " : "") + String.join(" ", words.subList(from, to)) + (to < words.size() ? " …" : "");
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : Arrays.asList(text.strip().split("\\s+"));
    }
}
