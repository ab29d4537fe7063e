package dev.storyc.report;

import dev.storyc.lower.Key;
import dev.storyc.plan.StepState;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The first page of a shot list, and the list of variants. */
final class ShotListCover {
    private static final float PICTURE = 250;
    private static final float ROW = 17;

    private final ShotListSheet sheet;
    private final Showing showing;
    private final ShotList.Pictures pictures;

    ShotListCover(ShotListSheet sheet, Showing showing, ShotList.Pictures pictures) {
        this.sheet = sheet;
        this.showing = showing;
        this.pictures = pictures;
    }

    void draw() throws IOException {
        sheet.cover();
        sheet.flow("SHOT LIST", 9, true, ShotListSheet.ACCENT, ShotListSheet.MARGIN, sheet.width());
        sheet.moveTo(sheet.y() + 8);
        sheet.flow(showing.title(), 26, true, ShotListSheet.INK, ShotListSheet.MARGIN, sheet.width());
        sheet.flow(
                showing.storyboard() + "  ·  " + showing.model(),
                10,
                false,
                ShotListSheet.DIM,
                ShotListSheet.MARGIN,
                sheet.width());
        sheet.moveTo(sheet.y() + 18);
        picture();
        totals();
        variants();
    }

    private void picture() throws IOException {
        for (ShownVariant variant : showing.variants()) {
            for (ShownClip clip : variant.clips()) {
                String poster = clip.picked().poster();
                byte[] jpeg = poster == null ? null : pictures.jpeg(poster);
                if (poster != null && jpeg != null) {
                    float height = sheet.picture(jpeg, poster, 1, "", ShotListSheet.MARGIN, sheet.width(), PICTURE);
                    sheet.moveTo(sheet.y() + height + 20);
                    return;
                }
            }
        }
    }

    private void totals() throws IOException {
        int clips = 0;
        int shots = 0;
        double seconds = 0;
        Map<StepState, Integer> states = new EnumMap<>(StepState.class);
        // Clips of one key are one purchase.
        Set<Key> keys = new HashSet<>();
        BigDecimal spent = BigDecimal.ZERO;
        BigDecimal open = BigDecimal.ZERO;
        int unknown = 0;
        for (ShownVariant variant : showing.variants()) {
            seconds += Timeline.of(variant).seconds();
            for (ShownClip clip : variant.clips()) {
                clips++;
                shots += Math.max(1, clip.scene().shots().size());
                states.merge(clip.picked().state(), 1, Integer::sum);
                for (ShownTake take : clip.takes()) {
                    if (!keys.add(take.clip().key())) {
                        continue;
                    }
                    BigDecimal paid = take.spent();
                    BigDecimal price = take.clip().price();
                    spent = paid == null ? spent : spent.add(paid);
                    if (take.film() == null && price == null) {
                        unknown++;
                    } else if (take.film() == null && price != null) {
                        open = open.add(price);
                    }
                }
            }
        }
        fact("Variants", String.format(Locale.ROOT, "%,d", showing.variants().size()));
        fact("Clips", String.format(Locale.ROOT, "%,d, with %,d shots", clips, shots));
        fact("Length", length(seconds) + (showing.variants().size() > 1 ? " over all variants" : ""));
        fact("Spent", money(spent));
        fact("Still to pay", "about " + money(open) + (unknown == 0 ? "" : ", and " + unknown + " of no known price"));
        fact(
                "State",
                states.entrySet().stream()
                        .map(entry -> String.format(
                                Locale.ROOT,
                                "%,d %s",
                                entry.getValue(),
                                entry.getKey().word()))
                        .collect(Collectors.joining(", ")));
    }

    private void fact(String name, String value) throws IOException {
        sheet.one(name, 9.5f, false, ShotListSheet.DIM, ShotListSheet.MARGIN, sheet.y() + 11, 90);
        sheet.one(value, 9.5f, false, ShotListSheet.INK, ShotListSheet.MARGIN + 96, sheet.y() + 11, sheet.width() - 96);
        sheet.moveTo(sheet.y() + ROW);
    }

    private void variants() throws IOException {
        sheet.moveTo(sheet.y() + 14);
        for (ShownVariant variant : showing.variants()) {
            if (sheet.room() < ROW) {
                sheet.section("Variants");
            }
            List<String> values = values(variant);
            float name = Math.min(200, sheet.width() * (values.isEmpty() ? 0.7f : 0.38f));
            sheet.rule();
            float baseline = sheet.y() + 12;
            sheet.one(variant.name(), 9, true, ShotListSheet.INK, ShotListSheet.MARGIN, baseline, name);
            sheet.one(
                    String.join("  ·  ", values),
                    8.5f,
                    false,
                    ShotListSheet.DIM,
                    ShotListSheet.MARGIN + name + 10,
                    baseline,
                    sheet.width() - name - 130);
            sheet.end(
                    variant.clips().size()
                            + (variant.clips().size() == 1 ? " clip  ·  " : " clips  ·  ")
                            + length(Timeline.of(variant).seconds()),
                    8.5f,
                    ShotListSheet.DIM,
                    ShotListSheet.MARGIN + sheet.width(),
                    baseline,
                    115);
            sheet.moveTo(sheet.y() + ROW);
        }
    }

    static List<String> values(ShownVariant variant) {
        return variant.values().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }

    /** In seconds, and from a minute on in minutes too. */
    static String length(double seconds) {
        long whole = Math.round(seconds);
        return whole < 60
                ? ShotListScenes.seconds(seconds)
                : String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
    }

    private static String money(BigDecimal dollars) {
        return String.format(Locale.ROOT, "$%,.2f", dollars);
    }
}
