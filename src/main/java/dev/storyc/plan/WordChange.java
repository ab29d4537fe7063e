package dev.storyc.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One stretch in which two texts differ, by whole words, with a little of what stands around it. Where a script has no
 * blanks between words, a character counts as one.
 *
 * @param before the words then
 * @param after the words now
 */
record WordChange(String before, String after) {
    private static final int AROUND = 2;
    // Beyond this, what lies between the first and the last difference is one stretch: the table would grow too large.
    private static final int MOST_WORDS = 200;
    private static final String UNPARTED = "\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}"
            + "\\p{IsMyanmar}\\x{3000}-\\x{303f}\\x{30fc}\\x{ff00}-\\x{ffef}";
    private static final Pattern WORD = Pattern.compile("[" + UNPARTED + "]\\p{M}*|[^\\s" + UNPARTED + "]+");
    // No character: before a word that stands right behind the one before it.
    private static final String JOINED = "\uffff";

    /** Each stretch as a difference of its own: what stands around them differs from variant to variant. */
    static List<Difference> stretches(List<Difference> differences) {
        List<Difference> changed = new ArrayList<>();
        for (Difference difference : differences) {
            for (WordChange words : between(difference.before(), difference.after())) {
                changed.add(new Difference(difference.path(), words.before(), words.after()));
            }
        }
        return changed;
    }

    /** The stretches in order; those that nearly touch are one. */
    static List<WordChange> between(String before, String after) {
        List<String> was = words(before);
        List<String> is = words(after);
        List<int[]> stretches = merged(stretches(was, is));
        List<WordChange> changes = new ArrayList<>();
        for (int[] at : stretches) {
            changes.add(new WordChange(part(was, at[0], at[1]), part(is, at[2], at[3])));
        }
        return changes.isEmpty() ? List.of(new WordChange(before.strip(), after.strip())) : changes;
    }

    /** From and to in the older text, from and to in the newer one. */
    private static List<int[]> stretches(List<String> was, List<String> is) {
        int start = 0;
        int shorter = Math.min(was.size(), is.size());
        while (start < shorter && was.get(start).equals(is.get(start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && was.get(was.size() - 1 - end).equals(is.get(is.size() - 1 - end))) {
            end++;
        }
        int rows = was.size() - end - start;
        int columns = is.size() - end - start;
        if (rows == 0 && columns == 0) {
            return List.of();
        }
        if (rows == 0 || columns == 0 || rows > MOST_WORDS || columns > MOST_WORDS) {
            return List.of(new int[] {start, start + rows, start, start + columns});
        }
        return stretches(was.subList(start, start + rows), is.subList(start, start + columns), start);
    }

    /** By the longest words in common, in order. */
    private static List<int[]> stretches(List<String> was, List<String> is, int offset) {
        int[][] common = new int[was.size() + 1][is.size() + 1];
        for (int i = was.size() - 1; i >= 0; i--) {
            for (int j = is.size() - 1; j >= 0; j--) {
                common[i][j] = was.get(i).equals(is.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<int[]> found = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < was.size() || j < is.size()) {
            int fromWas = i;
            int fromIs = j;
            while (i < was.size() || j < is.size()) {
                boolean same = i < was.size() && j < is.size() && was.get(i).equals(is.get(j));
                if (same) {
                    break;
                }
                boolean older = j == is.size() || (i < was.size() && common[i + 1][j] >= common[i][j + 1]);
                i += older ? 1 : 0;
                j += older ? 0 : 1;
            }
            if (i > fromWas || j > fromIs) {
                found.add(new int[] {fromWas + offset, i + offset, fromIs + offset, j + offset});
            }
            i++;
            j++;
        }
        return found;
    }

    private static List<int[]> merged(List<int[]> stretches) {
        List<int[]> merged = new ArrayList<>();
        for (int[] next : stretches) {
            int[] last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && next[0] - last[1] <= 2 * AROUND) {
                last[1] = next[1];
                last[3] = next[3];
            } else {
                merged.add(next.clone());
            }
        }
        return merged;
    }

    private static String part(List<String> words, int start, int end) {
        int from = Math.max(0, start - AROUND);
        int to = Math.min(words.size(), end + AROUND);
        String part = String.join(" ", words.subList(from, to))
                .replace(" " + JOINED, "")
                .replace(JOINED, "");
        return (from > 0 ? "… " : "") + part + (to < words.size() ? " …" : "");
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        int end = -1;
        while (word.find()) {
            words.add(word.start() == end ? JOINED + word.group() : word.group());
            end = word.end();
        }
        return words;
    }
}
