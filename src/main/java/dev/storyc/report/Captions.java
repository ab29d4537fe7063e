package dev.storyc.report;

import dev.storyc.report.Timeline.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The captions of a cut, timed by its shots: what a shot says of itself, else what its scene says.
 *
 * <p>Cues never overlap: while a crossfade lasts, the captions change in its middle.
 *
 * @param cues in order
 */
public record Captions(List<Cue> cues) {
    public Captions {
        cues = List.copyOf(cues);
    }

    /**
     * What is shown at once.
     *
     * @param from milliseconds from the beginning
     * @param until milliseconds from the beginning, later than {@code from}
     * @param lines one or two, none of them blank
     */
    public record Cue(long from, long until, List<String> lines) {
        public Cue {
            lines = List.copyOf(lines);
        }
    }

    /** Every caption there is. */
    public static Captions of(Timeline timeline) {
        return captions(timeline, false);
    }

    /** Those that are wanted in files beside the cut. */
    public static Captions besideCut(Timeline timeline) {
        return captions(timeline, true);
    }

    public boolean isEmpty() {
        return cues.isEmpty();
    }

    /** As SubRip. The format knows no escapes, so what players would take for marks of theirs is set apart. */
    public String srt() {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Cue cue : cues) {
            text.append(++number).append('\n');
            text.append(time(cue.from(), ',')).append(" --> ").append(time(cue.until(), ','));
            cue.lines().forEach(line -> text.append('\n').append(SubtitleText.subRip(line)));
            text.append("\n\n");
        }
        return text.toString();
    }

    /** As WebVTT, whose marks are escaped. */
    public String webVtt() {
        StringBuilder text = new StringBuilder("WEBVTT\n\n");
        int number = 0;
        for (Cue cue : cues) {
            text.append(++number).append('\n');
            text.append(time(cue.from(), '.')).append(" --> ").append(time(cue.until(), '.'));
            cue.lines().forEach(line -> text.append('\n').append(SubtitleText.webVtt(line)));
            text.append("\n\n");
        }
        return text.toString();
    }

    private static String time(long millis, char point) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                point,
                millis % 1000);
    }

    private static Captions captions(Timeline timeline, boolean wantedOnly) {
        List<Spoken> spoken = new ArrayList<>();
        List<Entry> entries = timeline.clips();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            double from = entry.range().start() + entry.crossfade() / 2;
            double until = entry.range().end()
                    - (i + 1 < entries.size() ? entries.get(i + 1).crossfade() / 2 : 0);
            if (!wantedOnly || entry.clip().scene().cut().captions()) {
                addAll(entry, from, until, spoken);
            }
        }
        List<Cue> cues = new ArrayList<>();
        spoken.forEach(one -> cues.addAll(one.cues()));
        return new Captions(cues);
    }

    /** The captions of one clip, seen alone between these seconds. */
    private static void addAll(Entry entry, double from, double until, List<Spoken> spoken) {
        int scene = entry.clip().scene().number();
        String ofScene = Shots.text(entry.clip().scene().caption());
        boolean squeezed = entry.shots().stream()
                .anyMatch(shot -> Math.min(until, shot.range().end())
                        <= Math.max(from, shot.range().start()));
        for (Timeline.Shot shot : entry.shots()) {
            double begins = squeezed
                    ? squeezed(shot.range().start(), entry, from, until)
                    : Math.max(from, shot.range().start());
            double ends = squeezed
                    ? squeezed(shot.range().end(), entry, from, until)
                    : Math.min(until, shot.range().end());
            boolean own = shot.caption() != null;
            @Nullable String text = own ? shot.caption() : ofScene;
            if (text == null || text.isBlank()) {
                continue;
            }
            Spoken last = spoken.isEmpty() ? null : spoken.get(spoken.size() - 1);
            if (!own && last != null && last.goesOnAt(scene, begins)) {
                last.until = ends;
            } else {
                spoken.add(new Spoken(own ? 0 : scene, begins, ends, text));
            }
        }
    }

    // A shot that passes within half a crossfade would have no time of its own, and its words would be lost.
    private static double squeezed(double seconds, Entry entry, double from, double until) {
        double share = (seconds - entry.range().start()) / entry.range().seconds();
        return from + share * (until - from);
    }

    /** One caption, before it is laid out. */
    private static final class Spoken {
        private final int scene;
        private final double from;
        private final String text;
        private double until;

        /** @param scene the number of the scene whose caption it is, or 0 for a shot's */
        Spoken(int scene, double from, double until, String text) {
            this.scene = scene;
            this.from = from;
            this.until = until;
            this.text = text;
        }

        boolean goesOnAt(int otherScene, double seconds) {
            return scene == otherScene && Math.abs(seconds - until) < 1e-6;
        }

        List<Cue> cues() {
            List<List<String>> pages = SubtitleText.pages(text);
            int all = pages.stream().mapToInt(SubtitleText::weight).sum();
            List<Cue> cues = new ArrayList<>();
            long begins = Math.round(from * 1000);
            int said = 0;
            for (List<String> page : pages) {
                said += SubtitleText.weight(page);
                long ends = Math.round((from + (until - from) * said / all) * 1000);
                if (ends > begins) {
                    cues.add(new Cue(begins, ends, page));
                }
                begins = ends;
            }
            return cues;
        }
    }
}
