package dev.storyc.catalog;

import java.util.List;

/**
 * What one clip of a model may be. Seconds are whole; characters are Unicode code points, counted after rendering.
 *
 * @param clipSeconds every length a clip may have, ascending
 * @param multiShot whether the model takes several shots in one clip
 * @param minShots the fewest shots of a multi-shot clip; 0 without multi-shot
 * @param maxShots the most; 0 without multi-shot
 * @param minShotSeconds the shortest shot
 * @param maxShotSeconds the longest shot
 * @param shotPromptCharacters the longest prompt of one shot of several
 * @param promptCharacters the longest prompt of a whole clip
 * @param clipSource where the clip's length is stated
 * @param shotSource where the number and length of shots is stated
 * @param promptSource where the prompts' lengths are stated
 * @param unbound marks in a prompt that nothing binds in this model, such as {@code <<<voice_}
 */
public record Limits(
        List<Integer> clipSeconds,
        boolean multiShot,
        int minShots,
        int maxShots,
        int minShotSeconds,
        int maxShotSeconds,
        int shotPromptCharacters,
        int promptCharacters,
        String clipSource,
        String shotSource,
        String promptSource,
        List<String> unbound) {
    public Limits {
        clipSeconds = List.copyOf(clipSeconds);
        unbound = List.copyOf(unbound);
    }

    public int minClipSeconds() {
        return clipSeconds.get(0);
    }

    public int maxClipSeconds() {
        return clipSeconds.get(clipSeconds.size() - 1);
    }

    /** The lengths a clip may have, as people say it: {@code 3 to 15}, or {@code 5 or 10}. */
    public String clipSecondsInWords() {
        boolean gapless = clipSeconds.size() == maxClipSeconds() - minClipSeconds() + 1;
        if (gapless && clipSeconds.size() > 2) {
            return minClipSeconds() + " to " + maxClipSeconds();
        }
        return String.join(" or ", clipSeconds.stream().map(String::valueOf).toList());
    }
}
