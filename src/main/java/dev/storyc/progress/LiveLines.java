package dev.storyc.progress;

import dev.storyc.console.Counted;
import dev.storyc.console.Ink;
import dev.storyc.console.TerminalWindow;
import dev.storyc.diagnostic.VisibleText;
import dev.storyc.job.Spending;
import dev.storyc.plan.Columns;
import dev.storyc.plan.Usd;
import dev.storyc.progress.BuildTally.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a terminal shows while a build runs: a line a running clip, and a total. Never more lines than it has. */
final class LiveLines {
    private static final int STATE = 9;
    private static final int ELAPSED = 7;

    private final BuildTally tally;
    private final boolean free;
    private final Ink ink;
    private int widest;

    /** @param free whether nothing costs anything, so that neither money nor time is spoken of */
    LiveLines(BuildTally tally, boolean free, Ink ink) {
        this.tally = tally;
        this.free = free;
        this.ink = ink;
    }

    /** The lines for a window of this size; none reaches its last column, where terminals differ. */
    List<String> at(Instant now, TerminalWindow.Size size) {
        int width = size.columns() - 1;
        int room = Math.max(0, size.rows() - 2);
        List<Running> running = tally.running();
        int shown = running.size() <= room ? running.size() : Math.max(0, room - 1);
        // It only grows, so that columns don't jump to and fro as clips come and go.
        for (Running clip : running.subList(0, shown)) {
            widest = Math.max(widest, Columns.width(VisibleText.line(clip.address())));
        }
        List<String> lines = new ArrayList<>();
        for (Running clip : running.subList(0, shown)) {
            lines.add(line(clip, now, width));
        }
        if (shown < running.size() && room > 0) {
            lines.add(Columns.cut("  … and " + (running.size() - shown) + " more", width));
        }
        lines.add(ink.strong(Columns.cut("  " + total(now, width - 2), width)));
        return lines;
    }

    private String line(Running clip, Instant now, int width) {
        String elapsed = elapsed(Duration.between(clip.since(), now));
        int name = Math.min(widest, width - 2 - 2 - STATE - 2 - ELAPSED);
        if (name < 8) {
            return Columns.cut("  " + tail(VisibleText.line(clip.address()), width - 2), width);
        }
        String state = Columns.pad(clip.state(), STATE);
        return "  " + Columns.pad(tail(VisibleText.line(clip.address()), name), name)
                + "  " + (clip.state().equals("retrying") ? ink.odd(state) : state)
                + "  " + Columns.padLeft(elapsed, ELAPSED);
    }

    /** As much as there is room for; what people wait for comes first. */
    private String total(Instant now, int width) {
        String count = tally.done() + " of " + Counted.count(tally.all(), "clip");
        Spending money = tally.spending();
        String spent = Usd.words(money.spent()) + " spent";
        String both = money.reserved().signum() == 0 ? spent : spent + ", " + Usd.words(money.reserved()) + " reserved";
        String left = free ? "" : tally.left(now).map(RenderTimes::words).orElse("");
        List<String> parts = new ArrayList<>(List.of(count, free ? "" : both, left.isEmpty() ? "" : left + " left"));
        parts.add(1, trouble());
        parts.removeIf(String::isEmpty);
        while (parts.size() > 1 && Columns.width(String.join(" · ", parts)) > width) {
            parts.remove(parts.size() - 1);
        }
        return String.join(" · ", parts);
    }

    private String trouble() {
        List<String> words = new ArrayList<>();
        if (tally.failed() > 0) {
            words.add(tally.failed() + " failed");
        }
        if (tally.doubtful() > 0) {
            words.add(tally.doubtful() + " in doubt");
        }
        return String.join(", ", words);
    }

    /** {@code 1:23}, {@code 2:03:45}. */
    static String elapsed(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        String rest = two(seconds / 60 % 60) + ":" + two(seconds % 60);
        return seconds >= 3600 ? seconds / 3600 + ":" + rest : rest.replaceFirst("^0", "");
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }

    /** The end of a name tells clips apart, so it is the beginning that goes. */
    private static String tail(String text, int width) {
        if (Columns.width(text) <= width) {
            return text;
        }
        String tail = text;
        while (!tail.isEmpty() && Columns.width(tail) > width - 1) {
            tail = tail.substring(tail.offsetByCodePoints(0, 1));
        }
        return "…" + tail;
    }
}
