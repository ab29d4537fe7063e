package dev.storyc.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.storyc.lower.Clip;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.ManifestRow.Place;
import dev.storyc.outputs.CutOutcome;
import dev.storyc.outputs.Outputs;
import dev.storyc.plan.Planner;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;

/** What a locked build did, in the form of any build's result. */
final class LockedJson {
    private final Outputs outputs;

    LockedJson(Outputs outputs) {
        this.outputs = outputs;
    }

    String write(List<Clip> clips, Bought bought, Set<Place> missing, List<CutOutcome> cuts, int exit)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonMapper().getFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("event", "end");
            out.writeNumberField("version", 1);
            out.writeNumberField("exit", exit);
            out.writeNumberField("created", 0);
            out.writeNumberField("spent_usd", 0);
            out.writeArrayFieldStart("clips");
            for (Clip clip : clips) {
                Place place = Planner.place(clip);
                ManifestRow row = bought.row(place)
                        .filter(found -> found.film().key().equals(clip.key()))
                        .orElse(null);
                boolean had = row != null && !missing.contains(place);
                out.writeStartObject();
                out.writeStringField("storyboard", clip.storyboard());
                out.writeStringField("variant", clip.variant());
                out.writeStringField("clip", clip.id());
                out.writeNumberField("take", clip.take());
                out.writeStringField("key", clip.key().hex());
                out.writeStringField("outcome", row == null ? "changed" : had ? "held" : "lost");
                out.writeStringField("job_id", row == null ? null : row.film().jobId());
                out.writeStringField(
                        "file",
                        had && row != null
                                ? outputs.workspace()
                                        .shown(outputs.folder(clip.storyboard()).resolve(row.file()))
                                : null);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayFieldStart("cuts");
            for (CutOutcome cut : cuts) {
                cut.write(out);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
