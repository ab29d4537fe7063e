package dev.storyc.report;

import dev.storyc.expand.FilmScene;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clips of one variant in a shot list: of each a picture, and beside it the shots. */
final class ShotListScenes {
    private static final float PICTURE_WIDTH = 168;
    private static final float PICTURE_HEIGHT = 150;
    private static final float GUTTER = 16;
    private static final float NUMBER = 38;
    private static final float TEXT = 9.5f;
    private static final float SMALL = 8;

    private final ShotListSheet sheet;
    private final ShownVariant variant;
    private final ShotList.Pictures pictures;
    private final Map<ShownClip, Timeline.Entry> places = new HashMap<>();
    private final double seconds;

    ShotListScenes(ShotListSheet sheet, ShownVariant variant, ShotList.Pictures pictures) {
        this.sheet = sheet;
        this.variant = variant;
        this.pictures = pictures;
        Timeline timeline = Timeline.of(variant);
        this.seconds = timeline.seconds();
        timeline.clips().forEach(entry -> places.put(entry.clip(), entry));
    }

    void draw() throws IOException {
        sheet.section(variant.name());
        sheet.flow(variant.name(), 16, true, ShotListSheet.INK, ShotListSheet.MARGIN, sheet.width());
        List<String> facts = new ArrayList<>(ShotListCover.values(variant));
        facts.add(ShotListCover.length(seconds));
        sheet.flow(String.join("  ·  ", facts), 9, false, ShotListSheet.DIM, ShotListSheet.MARGIN, sheet.width());
        sheet.moveTo(sheet.y() + 12);
        for (ShownClip clip : variant.clips()) {
            block(clip);
        }
    }

    private void block(ShownClip clip) throws IOException {
        ShownTake take = clip.picked();
        double ratio =
                (double) take.clip().expected().width() / take.clip().expected().height();
        if (sheet.room() < 44 + Math.min(PICTURE_HEIGHT, PICTURE_WIDTH / ratio)) {
            sheet.turn();
        }
        sheet.rule();
        float baseline = sheet.y() + 16;
        String name = String.format(
                Locale.ROOT, "%02d   %s", take.clip().number(), clip.scene().id());
        sheet.one(name, 11, true, ShotListSheet.INK, ShotListSheet.MARGIN, baseline, sheet.width() * 0.55f);
        sheet.end(
                facts(clip, take),
                SMALL,
                ShotListSheet.DIM,
                ShotListSheet.MARGIN + sheet.width(),
                baseline,
                sheet.width() * 0.43f);
        sheet.moveTo(sheet.y() + 26);
        float top = sheet.y();
        int page = sheet.page();
        List<Timeline.Shot> shots = shots(clip, take);
        String poster = take.poster();
        float bottom = top
                + sheet.picture(
                        poster == null ? null : pictures.jpeg(poster),
                        String.valueOf(poster),
                        ratio,
                        shots.get(0).prompt(),
                        ShotListSheet.MARGIN,
                        PICTURE_WIDTH,
                        PICTURE_HEIGHT);
        labelled("Caption", Shots.text(clip.scene().caption()), column(), room());
        labelled("Notes", Shots.text(clip.scene().notes()), column(), room());
        for (Timeline.Shot shot : shots) {
            shot(clip, take, shot);
        }
        sheet.moveTo((sheet.page() == page ? Math.max(bottom, sheet.y()) : sheet.y()) + 14);
    }

    private static float column() {
        return ShotListSheet.MARGIN + PICTURE_WIDTH + GUTTER;
    }

    private float room() {
        return sheet.width() - PICTURE_WIDTH - GUTTER;
    }

    private String facts(ShownClip clip, ShownTake take) {
        StringBuilder facts = new StringBuilder(seconds(Timeline.seconds(take)));
        Timeline.Entry place = places.get(clip);
        if (place == null) {
            facts.append("  ·  not in the cut");
        } else if (place.crossfade() > 0) {
            facts.append("  ·  fades in over ").append(seconds(place.crossfade()));
        }
        // With a pick, the others are bought only by whoever rendered them before.
        if (clip.takes().size() == 1 && take.clip().take() > 1) {
            facts.append("  ·  take ").append(take.clip().take());
        } else if (clip.takes().size() > 1) {
            facts.append("  ·  take ")
                    .append(take.clip().take())
                    .append(" of ")
                    .append(clip.takes().size());
        }
        return facts.append("  ·  ").append(take.state().word()).toString();
    }

    private List<Timeline.Shot> shots(ShownClip clip, ShownTake take) {
        Timeline.Entry place = places.get(clip);
        return place == null ? Shots.of(clip.scene(), new Timeline.Range(0, Timeline.seconds(take))) : place.shots();
    }

    private void shot(ShownClip clip, ShownTake take, Timeline.Shot shot) throws IOException {
        if (sheet.room() < 3 * TEXT) {
            sheet.turn();
        }
        float x = column() + NUMBER;
        float width = room() - NUMBER;
        float baseline = sheet.y() + 10;
        String number = String.format(Locale.ROOT, "%02d.%d", take.clip().number(), shot.number());
        sheet.one(number, 9, true, ShotListSheet.ACCENT, column(), baseline, NUMBER);
        String when = seconds(shot.range().seconds());
        if (places.containsKey(clip)) {
            when += "     " + clock(shot.range().start()) + " – "
                    + clock(shot.range().end());
        }
        if (clip.scene().form() == FilmScene.Form.AUTO) {
            when += "     cut by the model";
        }
        sheet.one(when, SMALL, false, ShotListSheet.DIM, x, baseline, width);
        sheet.moveTo(sheet.y() + 14);
        sheet.flow(shot.prompt(), TEXT, false, ShotListSheet.INK, x, width);
        labelled("Caption", shot.caption(), x, width);
        labelled("Notes", shot.notes(), x, width);
        sheet.moveTo(sheet.y() + 6);
    }

    private void labelled(String label, @Nullable String text, float x, float width) throws IOException {
        if (text == null || text.isBlank()) {
            return;
        }
        if (sheet.room() < 2 * TEXT) {
            sheet.turn();
        }
        sheet.one(label, SMALL, false, ShotListSheet.ACCENT, x, sheet.y() + 10, 44);
        sheet.flow(text, TEXT, false, ShotListSheet.DIM, x + 44, width - 44);
        sheet.moveTo(sheet.y() + 2);
    }

    /** With as many decimals as it has, two at most. */
    static String seconds(double seconds) {
        long hundredths = Math.round(seconds * 100);
        return (hundredths % 100 == 0
                        ? String.valueOf(hundredths / 100)
                        : String.format(Locale.ROOT, "%.2f", hundredths / 100.0))
                + " s";
    }

    private static String clock(double seconds) {
        long hundredths = Math.round(seconds * 100);
        return String.format(Locale.ROOT, "%d:%02d.%02d", hundredths / 6_000, hundredths / 100 % 60, hundredths % 100);
    }
}
