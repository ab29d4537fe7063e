package dev.storyc.report;

import dev.storyc.expand.Rendered;
import dev.storyc.report.EditList.Edit;
import dev.storyc.report.EditList.Shot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One variant as Final Cut's XML has it, version 1.10, which Resolve reads too: one project on whole frames. */
final class FcpxmlText {
    private static final String PROLOG = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE fcpxml>\n\n";

    /** The rates the format has a name for, but for the timeline's own. */
    private static final Map<String, String> NAMED_RATES = Map.of(
            "1001/24000s", "23.98",
            "100/2500s", "25",
            "1001/30000s", "29.97",
            "100/3000s", "30",
            "100/4800s", "48",
            "100/5000s", "50",
            "1001/60000s", "59.94",
            "100/6000s", "60");

    private final Showing showing;
    private final ShownVariant variant;
    private final EditList list;
    private final FcpxmlResources resources;
    private final XmlText xml = new XmlText(PROLOG);

    private FcpxmlText(Showing showing, ShownVariant variant, EditList list, FilmPlace place) {
        this.showing = showing;
        this.variant = variant;
        this.list = list;
        this.resources = new FcpxmlResources(place);
    }

    /** The text of a variant's file. */
    static Optional<String> text(Showing showing, ShownVariant variant, EditList list, FilmPlace place) {
        return Optional.of(new FcpxmlText(showing, variant, list, place).text());
    }

    private String text() {
        gather();
        xml.begin("fcpxml").with("version", "1.10");
        resources.write(xml);
        xml.begin("library").begin("event").with("name", showing.title());
        xml.begin("project").with("name", showing.storyboard() + " " + variant.name());
        sequence();
        return xml.end().end().end().end().toString();
    }

    /** Asks for every resource, since they come before what uses them. */
    private void gather() {
        resources.format(list.edits().get(0).take(), true);
        for (Edit edit : list.edits()) {
            if (edit.fade() > 0) {
                resources.dissolve();
                if (list.sound()) {
                    resources.soundDissolve();
                }
            }
            rendered(edit).forEach(resources::asset);
        }
    }

    /** The takes that have films, the pick first; none if the pick has none. */
    private static List<ShownTake> rendered(Edit edit) {
        ShownTake pick = edit.take();
        if (pick.file() == null) {
            return List.of();
        }
        Stream<ShownTake> others = edit.clip().takes().stream()
                .filter(take -> take.clip().take() != pick.clip().take() && take.file() != null);
        return Stream.concat(Stream.of(pick), others).toList();
    }

    private void sequence() {
        xml.begin("sequence")
                .with("format", resources.format(list.edits().get(0).take(), true))
                .with("duration", time(list.frames()))
                .with("tcStart", "0s")
                .with("tcFormat", "NDF")
                .with("audioLayout", "stereo")
                .with("audioRate", "48k");
        xml.begin("spine");
        for (Edit edit : list.edits()) {
            if (edit.fade() > 0) {
                dissolve(edit);
            }
            List<ShownTake> takes = rendered(edit);
            if (takes.isEmpty()) {
                gap(edit);
            } else if (takes.size() == 1) {
                clip(edit, takes.get(0), true);
            } else {
                xml.begin("audition").with("offset", time(edit.start() + edit.in()));
                takes.forEach(take -> clip(edit, take, false));
                xml.end();
            }
        }
        xml.end().end();
    }

    private void dissolve(Edit edit) {
        xml.begin("transition")
                .with("name", FcpxmlResources.DISSOLVE)
                .with("offset", time(edit.start()))
                .with("duration", time(edit.fade()));
        xml.begin("filter-video")
                .with("ref", resources.dissolve())
                .with("name", FcpxmlResources.DISSOLVE)
                .end();
        if (list.sound()) {
            xml.begin("filter-audio")
                    .with("ref", resources.soundDissolve())
                    .with("name", FcpxmlResources.SOUND_DISSOLVE)
                    .end();
        }
        xml.end();
    }

    private void gap(Edit edit) {
        xml.begin("gap")
                .with("name", edit.clip().scene().id() + " (no film yet)")
                .with("offset", time(edit.start() + edit.in()))
                .with("start", time(edit.in()))
                .with("duration", time(edit.out() - edit.in()));
        note(edit);
        markers(edit, edit.out());
        xml.end();
    }

    private void clip(Edit edit, ShownTake take, boolean placed) {
        // Another take may be shorter than the pick.
        long out = Math.min(edit.out(), Timecode.reached(Timeline.seconds(take)));
        xml.begin("asset-clip").with("ref", resources.asset(take)).with("name", name(edit, take));
        if (placed) {
            xml.with("offset", time(edit.start() + edit.in()));
        }
        xml.with("start", time(edit.in()))
                .with("duration", time(out - edit.in()))
                .with("format", resources.format(take, false))
                .with("tcFormat", "NDF");
        if (EditList.hasSound(take)) {
            xml.with("audioRole", "dialogue");
        }
        note(edit);
        conform(take);
        markers(edit, out);
        xml.end();
    }

    private static String name(Edit edit, ShownTake take) {
        String id = edit.clip().scene().id();
        return edit.clip().takes().size() == 1
                ? id
                : id + " take " + take.clip().take();
    }

    /** A film of another rate keeps its speed. */
    private void conform(ShownTake take) {
        if (take.film() != null) {
            String rate = NAMED_RATES.get(FrameRate.of(take.film().seen()).duration());
            if (rate != null) {
                xml.begin("conform-rate")
                        .with("scaleEnabled", "0")
                        .with("srcFrameRate", rate)
                        .end();
            }
        }
    }

    private void note(Edit edit) {
        @Nullable Rendered notes = edit.clip().scene().notes();
        if (notes != null && !notes.isBlank()) {
            xml.begin("note").words(notes.text()).end();
        }
    }

    private void markers(Edit edit, long out) {
        for (Shot shot : edit.shots()) {
            long start = Math.max(edit.in(), shot.start());
            if (start < out) {
                xml.begin("marker")
                        .with("start", time(start))
                        .with("duration", time(1))
                        .with("value", "shot " + shot.number() + ": " + Plain.line(shot.prompt()));
                if (shot.of().notes() != null) {
                    xml.with("note", shot.of().notes());
                }
                xml.end();
            }
        }
    }

    /** A time on a frame's boundary: {@code 5s}, {@code 121/24s}. */
    static String time(long frames) {
        return frames % Timecode.RATE == 0 ? frames / Timecode.RATE + "s" : frames + "/" + Timecode.RATE + "s";
    }
}
