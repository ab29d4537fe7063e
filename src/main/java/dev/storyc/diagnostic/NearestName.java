package dev.storyc.diagnostic;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what an author most likely meant: the name with the fewest edits, if they are few for its length. */
public final class NearestName {
    private static final int LONGEST = 100;
    private static final int MOST = 5000;

    private NearestName() {}

    /** The nearest of {@code known} to {@code written}, if one is near; of very many, among the first 5,000. */
    public static Optional<String> of(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String best = null;
        int least = Math.max(1, written.length() / 3) + 1;
        String lower = written.toLowerCase(Locale.ROOT);
        int left = MOST;
        for (String name : known) {
            if (left-- == 0) {
                break;
            }
            int distance = Math.abs(name.length() - written.length()) > least
                    ? least
                    : distance(lower, name.toLowerCase(Locale.ROOT), least);
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code did you mean `x`?}, or else what there is to choose from. */
    public static String hint(String written, Collection<String> known) {
        return of(written, known)
                .map(name -> "did you mean `" + name + "`?")
                .orElseGet(() -> known.isEmpty() ? "" : "known are " + list(known));
    }

    /** The names as a sentence lists them, cut after the twelfth. */
    public static String list(Collection<String> names) {
        String shown = String.join(", ", names.stream().limit(12).toList());
        return names.size() > 12 ? shown + " and " + (names.size() - 12) + " more" : shown;
    }

    // Optimal string alignment: swapped neighbours are the commonest slip and count as one.
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
