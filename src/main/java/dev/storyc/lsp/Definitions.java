package dev.storyc.lsp;

import dev.storyc.board.Scene;
import dev.storyc.board.Storyboard;
import dev.storyc.board.Variants;
import dev.storyc.diagnostic.FieldPath;
import dev.storyc.diagnostic.Located;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Sources;
import dev.storyc.diagnostic.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** Where what somebody points at is defined. */
final class Definitions {
    /** A header is in the first part of a file, and a file may be large. */
    private static final int HEAD = 1 << 16;

    private static final Range TOP = new Range(new Position(0, 0), new Position(0, 0));

    private final Positions positions;
    private final Documents documents;

    Definitions(Positions positions, Documents documents) {
        this.positions = positions;
        this.documents = documents;
    }

    List<Location> at(Question question) {
        Draft draft = question.draft();
        if (draft == null) {
            return List.of();
        }
        TagCursor tag = question.tag();
        if (tag != null) {
            return tag.partial() ? file(draft, draft.view().partial(tag.name())) : named(question, draft, tag.name());
        }
        Spot spot = question.spot();
        if (spot == null || !question.yaml()) {
            return List.of();
        }
        String word = Spot.unquoted(question.source().text().substring(spot.start(), spot.end()));
        if (spot.entry()) {
            boolean named = switch (Mapping.of(spot.path())) {
                case CONDITION, FINAL_CONDITION, MATRIX, INCLUDE, OVERRIDDEN -> true;
                default -> false;
            };
            return named ? named(question, draft, word) : List.of();
        }
        return switch (Mapping.of(spot.around())) {
            case STORYBOARD ->
                spot.name().equals("uses") ? file(draft, draft.view().shared(word)) : List.of();
            case VARIANTS -> spot.name().equals("rows") ? rows(draft, word) : List.of();
            case PICK -> spot.name().equals("clip") ? scene(draft, word) : List.of();
            default -> List.of();
        };
    }

    /** Every place that gives a name its value there, declarations of inputs first, else the nearest first. */
    private List<Location> named(Question question, Draft draft, String name) {
        List<Location> found = new ArrayList<>();
        for (Declared one : Declared.around(
                draft.storyboard(),
                question.scene(),
                question.shot(),
                draft.values().keySet())) {
            if (one.name().equals(name)) {
                Optional<Location> place = one.path() == null
                        ? column(draft, name)
                        : Optional.of(location(draft, draft.storyboard().keySpan(one.path())));
                place.ifPresent(at -> found.add(one.kind().equals("input") ? 0 : found.size(), at));
            }
        }
        return found;
    }

    private Location location(Draft draft, Span span) {
        Located<Storyboard> storyboard = draft.storyboard();
        Source source = span.file().equals(storyboard.source().name())
                ? storyboard.source()
                : draft.view().text(span.file());
        return new Location(uri(draft.view().address(span.file())), positions.range(span, source));
    }

    private String uri(String address) {
        Document open = documents.get(address);
        return open == null ? address : open.uri();
    }

    private List<Location> file(Draft draft, Sources.Answer<Source> answer) {
        Source file = answer.found();
        return file == null ? List.of() : List.of(new Location(uri(draft.view().address(file.name())), TOP));
    }

    private List<Location> rows(Draft draft, String path) {
        Sources.Rows rows = draft.view().rows(path).found();
        return rows == null ? List.of() : List.of(new Location(uri(draft.view().address(rows.name())), TOP));
    }

    private List<Location> scene(Draft draft, String clip) {
        List<Scene> scenes = draft.storyboard().value().scenes();
        String scene = clip.replaceFirst("\\.[0-9]+$", "");
        for (int i = 0; i < scenes.size(); i++) {
            if (scene.equals(scenes.get(i).id())) {
                FieldPath id = FieldPath.ROOT.child("scenes").at(i).child("id");
                return List.of(location(draft, draft.storyboard().span(id)));
            }
        }
        return List.of();
    }

    /** A column's name in the first lines of its file: in the header of CSV and TSV, else in the first row that has it. */
    private Optional<Location> column(Draft draft, String name) {
        Variants variants = draft.storyboard().value().variants();
        String path = variants == null ? null : variants.rows();
        Sources.Rows rows = path == null ? null : draft.view().rows(path).found();
        if (rows == null) {
            return Optional.empty();
        }
        Source head = new Source(rows.name(), head(rows));
        boolean delimited = rows.name().matches("(?i).*\\.[ct]sv");
        int headerEnd = delimited ? head.lineStart(1) : head.text().length();
        String quoted = Pattern.quote(name);
        Matcher cell = Pattern.compile(
                        delimited
                                ? "(?:^|[,\t])\\s*\"?(" + quoted + ")\"?\\s*(?=[,\t\r\n]|$)"
                                : "(?:^|[{,\\s\"'-])(" + quoted + ")[\"']?\\s*:")
                .matcher(head.text().substring(0, headerEnd));
        Range range = cell.find() ? positions.range(head, cell.start(1), cell.end(1)) : TOP;
        return Optional.of(new Location(uri(draft.view().address(rows.name())), range));
    }

    private static String head(Sources.Rows rows) {
        char[] head = new char[HEAD];
        try (Reader reader = new BufferedReader(rows.open())) {
            int length = 0;
            for (int read = 0; read >= 0 && length < HEAD; length += Math.max(0, read)) {
                read = reader.read(head, length, HEAD - length);
            }
            return new String(head, 0, length);
        } catch (IOException e) {
            // The check has said that it can't be read; the file's beginning is then the best there is.
            return "";
        }
    }
}
