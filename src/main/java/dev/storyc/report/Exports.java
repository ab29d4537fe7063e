package dev.storyc.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The formats a storyboard is handed on in, by the names that {@code --to} takes, in the order of the help. */
public final class Exports {
    private Exports() {}

    public static Map<String, Export> all() {
        Map<String, Export> all = new LinkedHashMap<>();
        all.put("otio", new PerVariant(".otio", "clips", OtioTimeline::text));
        all.put("edl", new EdlExport());
        all.put("fcpxml", new PerVariant(".fcpxml", "clips", FcpxmlText::text));
        all.put("srt", new PerVariant(".srt", "captions", Exports::srt));
        all.put("csv", new CsvExport());
        return all;
    }

    /** Every caption there is, also where none is wanted beside the cut: whoever exports them wants them. */
    private static Optional<String> srt(Showing showing, ShownVariant variant, EditList list, FilmPlace place) {
        Captions captions = Captions.of(Timeline.of(variant));
        return captions.isEmpty() ? Optional.empty() : Optional.of(captions.srt());
    }
}
