package dev.storyc.manifest;

import dev.storyc.diagnostic.Diagnostic;
import dev.storyc.diagnostic.Result;
import dev.storyc.diagnostic.Rule;
import dev.storyc.diagnostic.Source;
import dev.storyc.manifest.ManifestRow.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a manifest. Any damage is a finding with its place, never an exception. */
public final class ManifestReader {
    public Result<Manifest> read(Source source) {
        Manifest written = written(source.text());
        return written == null ? readAnyhow(source) : Result.of(written);
    }

    /** A manifest just as this version writes it, or null: then it is read with the places of all that is in it. */
    private static @Nullable Manifest written(String text) {
        try {
            WrittenJson json = new WrittenJson(text);
            json.beginObject();
            if (json.smallWhole("version") != Manifest.VERSION) {
                return null;
            }
            String realm = json.textBefore("realm", "clips");
            List<ManifestRow> rows = new ArrayList<>();
            Set<Place> places = new HashSet<>();
            while (json.another()) {
                Place place = new Place(
                        json.text("storyboard"), json.text("variant"), json.text("clip"), json.smallWhole("take"));
                FilmFields.Filed filed = FilmFields.readFiled(json);
                if (!inside(filed.file()) || !places.add(place)) {
                    return null;
                }
                rows.add(new ManifestRow(place, filed.film(), filed.file()));
            }
            json.endObject();
            json.end();
            return new Manifest(realm, rows);
        } catch (IOException | WrittenJson.Other e) {
            // Read as a tree, it shows what is wrong with it, if anything is.
            return null;
        }
    }

    private static Result<Manifest> readAnyhow(Source source) {
        try {
            JsonFields fields = new JsonFields(source, JsonTree.read(source));
            int version = fields.smallWhole("version");
            if (version > Manifest.VERSION) {
                JsonTree at = fields.required("version");
                return Result.none(List.of(Diagnostic.of(
                        Rule.MANIFEST_TOO_NEW,
                        source.span(at.start(), at.end()),
                        "this manifest is of version " + version + ", and this storyc reads up to " + Manifest.VERSION,
                        "use the newer storyc")));
            }
            List<ManifestRow> rows = new ArrayList<>();
            Set<Place> places = new HashSet<>();
            for (JsonTree tree : fields.list("clips")) {
                ManifestRow row = row(source, tree);
                if (!places.add(row.place())) {
                    throw JsonTree.damage(
                            source,
                            tree.start(),
                            tree.end(),
                            "a second row of " + row.place().address());
                }
                rows.add(row);
            }
            return Result.of(new Manifest(fields.optionalText("realm"), rows));
        } catch (JsonTree.Damage e) {
            return Result.none(List.of(e.diagnostic()));
        }
    }

    private static ManifestRow row(Source source, JsonTree tree) throws JsonTree.Damage {
        JsonFields fields = new JsonFields(source, tree);
        Place place = new Place(
                fields.text("storyboard"), fields.text("variant"), fields.text("clip"), fields.smallWhole("take"));
        String file = fields.text("file");
        if (!inside(file)) {
            throw fields.wrong(fields.required("file"), "file", "a path inside the storyboard's output folder");
        }
        return new ManifestRow(place, FilmFields.read(fields), file);
    }

    /** A manifest comes out of git: its paths are followed only where they can't lead out of the output folder. */
    private static boolean inside(String file) {
        if (file.startsWith("/") || file.contains("\\") || file.chars().anyMatch(Character::isISOControl)) {
            return false;
        }
        for (String part : file.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
