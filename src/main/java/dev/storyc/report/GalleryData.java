package dev.storyc.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.Seen;
import dev.storyc.plan.StepState;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A storyboard as the script of the gallery reads it: lists in place of objects, texts and the forms of arguments by
 * number, for thousands of clips lie in one page. The script's {@code read} tells what stands where.
 */
final class GalleryData {
    /** A text of fewer characters stands where it is used. */
    private static final int SHORT = 16;

    private static final List<StepState> STATES = List.of(StepState.values());

    private final GalleryTexts texts = new GalleryTexts();
    private final GalleryForms forms = new GalleryForms(SHORT);

    void write(Showing showing, Writer out) throws IOException {
        try (JsonGenerator json = GalleryJson.to(out)) {
            json.writeStartObject();
            json.writeStringField("storyboard", showing.storyboard());
            json.writeStringField("title", showing.title());
            json.writeStringField("model", showing.model());
            json.writeArrayFieldStart("states");
            for (StepState state : STATES) {
                json.writeString(state.word());
            }
            json.writeEndArray();
            List<String> axes = axes(showing);
            json.writeArrayFieldStart("axes");
            for (String axis : axes) {
                json.writeString(axis);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("variants");
            for (ShownVariant variant : showing.variants()) {
                variant(json, variant, axes);
            }
            json.writeEndArray();
            // Last, for they are known only now.
            json.writeFieldName("texts");
            texts.write(json);
            json.writeFieldName("forms");
            forms.write(json);
            json.writeEndObject();
        }
    }

    private static List<String> axes(Showing showing) {
        Set<String> axes = new LinkedHashSet<>();
        showing.variants().forEach(variant -> axes.addAll(variant.values().keySet()));
        return new ArrayList<>(axes);
    }

    private void variant(JsonGenerator json, ShownVariant variant, List<String> axes) throws IOException {
        json.writeStartArray();
        json.writeString(variant.name());
        json.writeStartArray();
        for (String axis : axes) {
            json.writeNumber(texts.number(variant.values().get(axis), "value " + axis));
        }
        json.writeEndArray();
        ShownCut cut = variant.cut();
        if (cut == null) {
            json.writeNumber(0);
        } else {
            json.writeStartArray();
            json.writeString(cut.file());
            json.writeNumber(rounded(cut.seconds()));
            file(json, cut.poster());
            file(json, cut.sheet());
            json.writeEndArray();
        }
        json.writeStartArray();
        for (ShownClip clip : variant.clips()) {
            clip(json, clip);
        }
        json.writeEndArray();
        json.writeEndArray();
    }

    private void clip(JsonGenerator json, ShownClip shown) throws IOException {
        FilmScene scene = shown.scene();
        Clip clip = shown.picked().clip();
        String place = scene.id();
        json.writeStartArray();
        json.writeNumber(texts.number(clip.id(), "id"));
        json.writeNumber(clip.number());
        json.writeNumber(clip.seconds());
        text(json, scene.prompt(), place);
        text(json, scene.caption(), place + " caption");
        text(json, scene.notes(), place + " notes");
        json.writeStartArray();
        for (FilmShot shot : scene.shots()) {
            String at = place + "/" + shot.number();
            json.writeStartArray();
            json.writeNumber(shot.number());
            json.writeNumber(shot.seconds());
            text(json, shot.prompt(), at);
            text(json, shot.caption(), at + " caption");
            text(json, shot.notes(), at + " notes");
            json.writeEndArray();
        }
        json.writeEndArray();
        Map<String, String> holes = new LinkedHashMap<>();
        json.writeNumber(forms.number(clip.payload().args(), holes));
        json.writeStartArray();
        for (Map.Entry<String, String> hole : holes.entrySet()) {
            json.writeNumber(texts.number(hole.getValue(), place + " " + hole.getKey()));
        }
        json.writeEndArray();
        json.writeStartArray();
        for (ShownTake take : shown.takes()) {
            take(json, take);
        }
        json.writeEndArray();
        json.writeEndArray();
    }

    private void text(JsonGenerator json, @Nullable Rendered text, String place) throws IOException {
        json.writeNumber(texts.number(text == null ? null : text.text(), place));
    }

    private void take(JsonGenerator json, ShownTake take) throws IOException {
        Clip clip = take.clip();
        json.writeStartArray();
        json.writeNumber(clip.take());
        json.writeNumber(clip.cut() ? 1 : 0);
        json.writeNumber(STATES.indexOf(take.state()));
        json.writeString(clip.key().hex());
        usd(json, clip.price());
        usd(json, take.spent());
        json.writeNumber(texts.number(take.jobId(), "job"));
        json.writeNumber(texts.number(take.words(), "words"));
        files(json, take);
        film(json, take.film());
        json.writeEndArray();
    }

    /** Names as storyc gives them are a number: 1, and 2 for the poster and 4 for the sheet beside it. */
    private static void files(JsonGenerator json, ShownTake take) throws IOException {
        String file = take.file();
        if (file == null) {
            json.writeNumber(0);
            return;
        }
        String base = base(take.clip());
        String poster = take.poster();
        String sheet = take.sheet();
        if (file.equals(base + ".mp4")
                && (poster == null || poster.equals(base + ".jpg"))
                && (sheet == null || sheet.equals(base + ".sheet.jpg"))) {
            json.writeNumber(1 + (poster == null ? 0 : 2) + (sheet == null ? 0 : 4));
            return;
        }
        json.writeStartArray();
        json.writeString(file);
        file(json, poster);
        file(json, sheet);
        json.writeEndArray();
    }

    private static String base(Clip clip) {
        String name = clip.variant() + "/" + String.format(Locale.ROOT, "%02d", clip.number()) + "-" + clip.id();
        return clip.cut() ? name : name + ".take-" + clip.take();
    }

    private static void film(JsonGenerator json, @Nullable FilmRecord film) throws IOException {
        if (film == null) {
            json.writeNumber(0);
            return;
        }
        Seen seen = film.seen();
        json.writeStartArray();
        json.writeNumber(rounded(seen.seconds()));
        json.writeNumber(seen.width());
        json.writeNumber(seen.height());
        json.writeNumber(rounded(seen.framesPerSecond()));
        json.writeString(seen.videoCodec());
        file(json, seen.audioCodec());
        json.writeNumber(film.bytes());
        json.writeString(film.sha256());
        json.writeEndArray();
    }

    private static void file(JsonGenerator json, @Nullable String file) throws IOException {
        if (file == null) {
            json.writeNumber(0);
        } else {
            json.writeString(file);
        }
    }

    private static void usd(JsonGenerator json, @Nullable BigDecimal usd) throws IOException {
        if (usd == null) {
            json.writeNull();
        } else {
            json.writeNumber(usd.signum() == 0 ? BigDecimal.ZERO : usd.stripTrailingZeros());
        }
    }

    private static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }
}
