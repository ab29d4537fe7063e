package dev.storyc.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.Rendered;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The shot list as a table: one file a storyboard, one row a shot of the picked take, as RFC 4180 has it.
 *
 * <p>It begins with a byte-order mark, without which Excel takes it for another encoding, and no cell can be taken for a
 * formula.
 */
final class CsvExport implements Export {
    /** In this order; new ones come after them. The values of a variant follow, each named {@code value:NAME}. */
    static final List<String> COLUMNS = List.of(
            "storyboard",
            "variant",
            "scene",
            "clip",
            "take",
            "shot",
            "start",
            "end",
            "seconds",
            "prompt",
            "caption",
            "notes",
            "state",
            "price_usd",
            "key",
            "job_id",
            "file");

    private static final Pattern PART = Pattern.compile("\\.[0-9]+$");

    // Full-width signs too: spreadsheets in Japanese and Chinese take them for the plain ones.
    private static final String DANGEROUS = "=+-@\t\r\n＝＋－＠";

    @Override
    public void write(Showing showing, FilmPlace place, Taker taker) throws IOException {
        List<String> names = names(showing);
        StringWriter text = new StringWriter();
        text.write('\uFEFF');
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            List<String> header = new ArrayList<>(COLUMNS);
            names.forEach(name -> header.add(safe("value:" + name)));
            csv.writeRecord(header);
            for (ShownVariant variant : showing.variants()) {
                write(showing, variant, names, csv);
            }
        }
        taker.file(showing.storyboard() + ".csv", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** All names that any variant has a value for, in the order they come up. */
    private static List<String> names(Showing showing) {
        Set<String> names = new LinkedHashSet<>();
        showing.variants().forEach(variant -> names.addAll(variant.values().keySet()));
        return List.copyOf(names);
    }

    private static void write(Showing showing, ShownVariant variant, List<String> names, CsvWriter csv) {
        IdentityHashMap<ShownClip, Timeline.Entry> seen = new IdentityHashMap<>();
        Timeline.of(variant).clips().forEach(entry -> seen.put(entry.clip(), entry));
        for (ShownClip clip : variant.clips()) {
            Timeline.@Nullable Entry entry = seen.get(clip);
            Timeline.Range alone = new Timeline.Range(0, Timeline.seconds(clip.picked()));
            List<Timeline.Shot> shots = entry == null ? Shots.of(clip.scene(), alone) : entry.shots();
            for (int i = 0; i < shots.size(); i++) {
                List<String> row = new ArrayList<>();
                row.add(showing.storyboard());
                row.add(variant.name());
                shot(row, clip, shots.get(i), entry != null);
                take(row, clip.picked(), i == 0);
                names.forEach(name -> row.add(variant.values().getOrDefault(name, "")));
                row.replaceAll(CsvExport::safe);
                csv.writeRecord(row);
            }
        }
    }

    /** @param seen whether it is in the cut */
    private static void shot(List<String> row, ShownClip clip, Timeline.Shot shot, boolean seen) {
        FilmScene scene = clip.scene();
        row.add(PART.matcher(scene.id()).replaceFirst(""));
        row.add(scene.id());
        row.add(String.valueOf(clip.picked().clip().take()));
        row.add(String.valueOf(shot.number()));
        row.add(seen ? seconds(shot.range().start()) : "");
        row.add(seen ? seconds(shot.range().end()) : "");
        row.add(seconds(shot.range().seconds()));
        row.add(shot.prompt());
        // As in the captions of the cut, what a shot says itself counts, also where that is nothing.
        row.add(either(shot.caption(), scene.caption()));
        row.add(either(shot.notes(), scene.notes()));
    }

    private static void take(List<String> row, ShownTake take, boolean first) {
        BigDecimal price = take.clip().price();
        row.add(take.state().word());
        // Of the clip's first shot alone, so that the column can be summed.
        row.add(first && price != null ? price.toPlainString() : "");
        row.add(take.clip().key().hex());
        row.add(Objects.requireNonNullElse(take.jobId(), ""));
        row.add(Objects.requireNonNullElse(take.file(), ""));
    }

    private static String either(@Nullable String own, @Nullable Rendered scenes) {
        return own != null ? own : scenes == null ? "" : scenes.text();
    }

    /** Thousandths are near enough to name a frame, and what spreadsheets read. */
    private static String seconds(double seconds) {
        return BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP).toPlainString();
    }

    /** A cell that no spreadsheet takes for a formula: one that could be gets an apostrophe in front. */
    private static String safe(String cell) {
        String text = Plain.text(cell);
        return !text.isEmpty() && DANGEROUS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
