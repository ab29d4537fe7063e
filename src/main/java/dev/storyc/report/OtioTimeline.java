package dev.storyc.report;

import dev.storyc.expand.Rendered;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.PlainJson;
import dev.storyc.report.EditList.Edit;
import dev.storyc.report.EditList.Shot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One variant as OpenTimelineIO's JSON has it, with all that is known of a clip in its metadata under {@code storyc}.
 */
final class OtioTimeline {
    /** The pick goes by the name that tools look for first. */
    private static final String PICK = "DEFAULT_MEDIA";

    private final Showing showing;
    private final ShownVariant variant;
    private final FilmPlace place;
    private final EditList list;

    private OtioTimeline(Showing showing, ShownVariant variant, EditList list, FilmPlace place) {
        this.showing = showing;
        this.variant = variant;
        this.place = place;
        this.list = list;
    }

    /** The text of a variant's file. */
    static Optional<String> text(Showing showing, ShownVariant variant, EditList list, FilmPlace place) {
        return Optional.of(PlainJson.write(new OtioTimeline(showing, variant, list, place).values()));
    }

    private Map<String, @Nullable Object> values() {
        List<Map<String, @Nullable Object>> tracks = new ArrayList<>();
        tracks.add(track("V1", "Video"));
        if (list.sound()) {
            tracks.add(track("A1", "Audio"));
        }
        Map<String, @Nullable Object> stack = OtioObject.item("Stack.1", "tracks", Map.of(), null, List.of());
        stack.put("children", tracks);
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("storyboard", showing.storyboard());
        metadata.put("title", showing.title());
        metadata.put("model", showing.model());
        metadata.put("variant", variant.name());
        metadata.put("values", variant.values());
        Map<String, @Nullable Object> timeline =
                OtioObject.of("Timeline.1", showing.storyboard() + " " + variant.name(), metadata);
        timeline.put("global_start_time", OtioObject.time(Timecode.START));
        timeline.put("tracks", stack);
        return timeline;
    }

    private Map<String, @Nullable Object> track(String name, String kind) {
        List<Map<String, @Nullable Object>> children = new ArrayList<>();
        for (Edit edit : list.edits()) {
            if (edit.fade() > 0) {
                children.add(transition(edit));
            }
            boolean picture = kind.equals("Video");
            children.add(picture || edit.sound() ? clip(edit, picture) : gap(edit));
        }
        Map<String, @Nullable Object> track = OtioObject.item("Track.1", name, Map.of(), null, List.of());
        track.put("children", children);
        track.put("kind", kind);
        return track;
    }

    private static Map<String, @Nullable Object> transition(Edit edit) {
        Map<String, @Nullable Object> transition = OtioObject.of("Transition.1", "Dissolve", Map.of());
        transition.put("in_offset", OtioObject.time(edit.in()));
        transition.put("out_offset", OtioObject.time(edit.fade() - edit.in()));
        transition.put("transition_type", "SMPTE_Dissolve");
        return transition;
    }

    private static Map<String, @Nullable Object> range(Edit edit) {
        return OtioObject.range(edit.in(), edit.out() - edit.in());
    }

    private static Map<String, @Nullable Object> gap(Edit edit) {
        Map<String, @Nullable Object> range = OtioObject.range(0, edit.out() - edit.in());
        return OtioObject.item("Gap.1", "", Map.of(), range, List.of());
    }

    /** Only the picture carries the markers, so that none is there twice. */
    private Map<String, @Nullable Object> clip(Edit edit, boolean picture) {
        Map<String, @Nullable Object> clip = OtioObject.item(
                "Clip.2",
                edit.clip().scene().id(),
                about(edit.clip()),
                range(edit),
                picture ? edit.shots().stream().map(OtioTimeline::marker).toList() : List.of());
        Map<String, @Nullable Object> references = new LinkedHashMap<>();
        references.put(PICK, reference(edit.take()));
        for (ShownTake take : edit.clip().takes()) {
            if (take.clip().take() != edit.take().clip().take()) {
                references.put("take-" + take.clip().take(), reference(take));
            }
        }
        clip.put("media_references", references);
        clip.put("active_media_reference_key", PICK);
        return clip;
    }

    private static Map<String, @Nullable Object> about(ShownClip clip) {
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("clip", clip.scene().id());
        about.put("number", clip.picked().clip().number());
        about.put("take", clip.picked().clip().take());
        text(about, "caption", clip.scene().caption());
        text(about, "notes", clip.scene().notes());
        return about;
    }

    private static void text(Map<String, @Nullable Object> about, String name, @Nullable Rendered text) {
        if (text != null) {
            about.put(name, text.text());
        }
    }

    private static Map<String, @Nullable Object> marker(Shot shot) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("shot", shot.number());
        metadata.put("prompt", shot.prompt());
        if (shot.of().caption() != null) {
            metadata.put("caption", shot.of().caption());
        }
        if (shot.of().notes() != null) {
            metadata.put("notes", shot.of().notes());
        }
        Map<String, @Nullable Object> marker = OtioObject.of("Marker.2", "shot " + shot.number(), metadata);
        marker.put("color", "GREEN");
        marker.put("comment", shot.prompt());
        marker.put("marked_range", OtioObject.range(shot.start(), shot.frames()));
        return marker;
    }

    private Map<String, @Nullable Object> reference(ShownTake take) {
        String file = take.file();
        Map<String, @Nullable Object> reference = OtioObject.of(
                file == null ? "MissingReference.1" : "ExternalReference.1",
                file == null ? take.clip().id() : file.substring(file.lastIndexOf('/') + 1),
                about(take));
        reference.put("available_range", available(take));
        reference.put("available_image_bounds", null);
        if (file != null) {
            reference.put("target_url", place.relativeUrl(file));
        }
        return reference;
    }

    /** Counted in the film's own frames, where the probe saw how many a second it has. */
    private static Map<String, @Nullable Object> available(ShownTake take) {
        FilmRecord film = take.film();
        if (film == null) {
            return OtioObject.range(0, Timecode.reached(Timeline.seconds(take)));
        }
        FrameRate rate = FrameRate.of(film.seen());
        return OtioObject.range(0, rate.framesIn(film.seen().seconds()), rate.perSecond());
    }

    private Map<String, @Nullable Object> about(ShownTake take) {
        Map<String, @Nullable Object> about = new LinkedHashMap<>();
        about.put("take", take.clip().take());
        about.put("state", take.state().word());
        about.put("key", take.clip().key().hex());
        about.put("job_id", take.jobId());
        about.put("price_usd", take.clip().price());
        about.put("spent_usd", take.spent());
        about.put("model", take.clip().payload().model());
        about.put("args", take.clip().payload().args());
        FilmRecord film = take.film();
        if (film != null) {
            about.put("seconds", film.seen().seconds());
            about.put("sha256", film.sha256());
        }
        return about;
    }
}
