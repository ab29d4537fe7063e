package dev.storyc.report;

import dev.storyc.report.EditList.Edit;
import dev.storyc.report.EditList.Shot;
import org.jspecify.annotations.Nullable;

/** The text of one CMX 3600 list, event by event. */
final class EdlText {
    private static final String END = "\r\n";
    private static final int TITLE = 70;
    // A marker's text on a line of 80, which is where old readers cut it.
    private static final int MARKER = 48;

    private final StringBuilder text = new StringBuilder();
    private final FilmPlace place;
    private final Reels reels;
    private int events;

    EdlText(String title, FilmPlace place, Reels reels) {
        this.place = place;
        this.reels = reels;
        text.append(head(title));
    }

    /** How a list of this title begins. */
    static String head(String title) {
        return "TITLE: " + cut(Plain.ascii(title), TITLE) + END + "FCM: NON-DROP FRAME" + END;
    }

    /**
     * The next event, and what is to be known of it.
     *
     * @param before what lies before it on the timeline, also where that is in another list
     */
    void event(Edit edit, @Nullable Edit before) {
        events++;
        line("");
        long until = edit.frames() - edit.fadeOut();
        if (before == null || edit.fade() == 0) {
            statement(edit, "C       ", 0, until, edit.start());
            line("* FROM CLIP NAME: " + name(edit.take()));
        } else {
            // A dissolve is two lines of one event: the old film at its place, nothing long, and the new one.
            long left = before.frames() - edit.fade();
            statement(before, "C       ", left, left, edit.start());
            statement(edit, "D    " + digits(edit.fade()), 0, until, edit.start());
            line("* FROM CLIP NAME: " + name(before.take()));
            line("* TO CLIP NAME: " + name(edit.take()));
        }
        about(edit);
    }

    private void statement(Edit edit, String kind, long in, long out, long record) {
        String reel = reels.of(edit.take().clip().key());
        String channels = edit.sound() ? "AA/V" : "V   ";
        line(digits(events) + "  " + reel + " " + channels + "  " + kind + " " + Timecode.of(in) + " "
                + Timecode.of(out) + " " + Timecode.of(Timecode.START + record) + " "
                + Timecode.of(Timecode.START + record + out - in));
    }

    private void about(Edit edit) {
        ShownTake take = edit.take();
        String file = take.file();
        line(file == null ? "* NO FILM YET: " + take.state().word() : "* SOURCE FILE: " + place.relativeUrl(file));
        line("* STORYC: " + Plain.ascii(take.clip().address()) + " KEY "
                + take.clip().key());
        for (Shot shot : edit.shots()) {
            String words = Plain.ascii("shot " + shot.number() + ": " + shot.prompt());
            line("* LOC: " + Timecode.of(Timecode.START + edit.start() + shot.start()) + " GREEN   "
                    + cut(words, MARKER));
        }
    }

    /** The film's file name, or what it will be. */
    private static String name(ShownTake take) {
        String file = take.file();
        if (file == null) {
            return Plain.ascii(take.clip().id());
        }
        return Plain.ascii(file.substring(file.lastIndexOf('/') + 1));
    }

    private static String digits(long number) {
        String digits = String.valueOf(number);
        return "0".repeat(Math.max(0, 3 - digits.length())) + digits;
    }

    private static String cut(String ascii, int most) {
        return ascii.length() <= most ? ascii : ascii.substring(0, most).strip();
    }

    private void line(String line) {
        text.append(line).append(END);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
