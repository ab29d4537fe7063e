package dev.storyc.report;

import dev.storyc.lower.Expectation;
import dev.storyc.manifest.FilmRecord;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an FCPXML file names before its timeline: formats, effects and films, each with an id. */
final class FcpxmlResources {
    static final String DISSOLVE = "Cross Dissolve";
    static final String SOUND_DISSOLVE = "Audio Crossfade";

    private final FilmPlace place;
    private final Map<Format, String> formats = new LinkedHashMap<>();
    private final Map<String, Effect> effects = new LinkedHashMap<>();
    private final IdentityHashMap<ShownTake, String> assets = new IdentityHashMap<>();
    private final List<ShownTake> films = new ArrayList<>();
    private int ids;

    FcpxmlResources(FilmPlace place) {
        this.place = place;
    }

    /** A size and a frame's length; the length is empty where films of it have no steady rate. */
    private record Format(int width, int height, String frame) {}

    private record Effect(String id, String uid) {}

    private String id() {
        return "r" + ++ids;
    }

    /** The id of the format of a take's film, or of what it is to be. */
    String format(ShownTake take, boolean timeline) {
        FilmRecord film = take.film();
        Expectation expected = take.clip().expected();
        String frame = film == null || timeline
                ? "100/2400s"
                : FrameRate.of(film.seen()).duration();
        Format format = film == null
                ? new Format(expected.width(), expected.height(), frame)
                : new Format(film.seen().width(), film.seen().height(), frame);
        return formats.computeIfAbsent(format, unused -> id());
    }

    String dissolve() {
        return effect(DISSOLVE, "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265");
    }

    String soundDissolve() {
        return effect(SOUND_DISSOLVE, "FFAudioTransition");
    }

    private String effect(String name, String uid) {
        return effects.computeIfAbsent(name, unused -> new Effect(id(), uid)).id();
    }

    /** The id of a take's film. */
    String asset(ShownTake take) {
        return assets.computeIfAbsent(take, unused -> {
            films.add(take);
            format(take, false);
            return id();
        });
    }

    /** Writes all that were asked for. */
    void write(XmlText xml) {
        xml.begin("resources");
        formats.forEach((format, id) -> write(xml, format, id));
        effects.forEach((name, effect) -> xml.begin("effect")
                .with("id", effect.id())
                .with("name", name)
                .with("uid", effect.uid())
                .end());
        films.forEach(take -> write(xml, take));
        xml.end();
    }

    private static void write(XmlText xml, Format format, String id) {
        xml.begin("format").with("id", id);
        if (format.width() == 1920 && format.height() == 1080 && format.frame().equals("100/2400s")) {
            xml.with("name", "FFVideoFormat1080p24");
        } else if (format.width() == 1280
                && format.height() == 720
                && format.frame().equals("100/2400s")) {
            xml.with("name", "FFVideoFormat720p24");
        }
        if (!format.frame().isEmpty()) {
            xml.with("frameDuration", format.frame());
        }
        xml.with("width", String.valueOf(format.width()))
                .with("height", String.valueOf(format.height()))
                .with("colorSpace", "1-1-1 (Rec. 709)")
                .end();
    }

    private void write(XmlText xml, ShownTake take) {
        String file = String.valueOf(take.file());
        xml.begin("asset")
                .with("id", asset(take))
                .with("name", file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.mp4$", ""))
                .with("start", "0s")
                .with("duration", FcpxmlText.time(Timecode.reached(Timeline.seconds(take))))
                .with("hasVideo", "1")
                .with("format", format(take, false))
                .with("videoSources", "1");
        if (EditList.hasSound(take)) {
            xml.with("hasAudio", "1").with("audioSources", "1").with("audioChannels", "2");
        }
        xml.begin("media-rep")
                .with("kind", "original-media")
                .with("src", place.absoluteUrl(file))
                .end();
        xml.begin("metadata");
        metadata(xml, "key", take.clip().key().hex());
        String job = take.jobId();
        if (job != null) {
            metadata(xml, "job", job);
        }
        metadata(xml, "model", take.clip().payload().model());
        xml.end().end();
    }

    private static void metadata(XmlText xml, String name, String value) {
        xml.begin("md")
                .with("key", "dev.storyc." + name)
                .with("value", value)
                .with("type", "string")
                .with("displayName", "storyc " + name)
                .end();
    }
}
