package dev.storyc.lsp;

import dev.storyc.CompiledFilm;
import dev.storyc.board.KeyDescription;
import dev.storyc.catalog.Limits;
import dev.storyc.catalog.VideoModel;
import dev.storyc.diagnostic.Source;
import dev.storyc.diagnostic.Span;
import dev.storyc.expand.FilmScene;
import dev.storyc.expand.FilmShot;
import dev.storyc.expand.Rendered;
import dev.storyc.lower.Clip;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.jspecify.annotations.Nullable;

/** What is said about a place somebody points at. */
final class Hovers {
    /** Keys of a scene or shot beside which its clip is shown. */
    private static final Set<String> ABOUT_CLIPS = Set.of("prompt", "duration", "id", "shots", "takes");

    private final Checker checker;
    private final Positions positions;

    Hovers(Checker checker, Positions positions) {
        this.checker = checker;
        this.positions = positions;
    }

    @Nullable
    Hover at(Question question) {
        Draft draft = question.draft();
        if (draft == null) {
            return null;
        }
        TagCursor tag = question.tag();
        if (tag != null && !tag.comment() && !tag.name().isEmpty()) {
            String words = tag.partial() ? partial(draft, tag.name()) : name(question, draft, tag.name());
            return words.isEmpty() ? null : hover(question, words, tag.start(), tag.end());
        }
        Spot spot = question.spot();
        if (spot == null || !question.yaml()) {
            return null;
        }
        String words = spot.entry() ? key(question, draft, spot) : value(question, draft, spot);
        return words.isEmpty() ? null : hover(question, words, spot.start(), spot.end());
    }

    private Hover hover(Question question, String words, int start, int end) {
        return new Hover(new MarkupContent(MarkupKind.MARKDOWN, words), positions.range(question.source(), start, end));
    }

    private static String partial(Draft draft, String name) {
        Source partial = draft.view().partial(name).found();
        return partial == null
                ? ""
                : "partial `" + name + "`, " + partial.name() + ", "
                        + count(partial.text().strip()) + " characters as written\n\n"
                        + Words.fenced(partial.text().stripTrailing());
    }

    private String name(Question question, Draft draft, String name) {
        List<Declared> declared =
                Declared.around(
                                draft.storyboard(),
                                question.scene(),
                                question.shot(),
                                draft.values().keySet())
                        .stream()
                        .filter(one -> one.name().equals(name))
                        .toList();
        if (declared.isEmpty()) {
            return "";
        }
        Declared nearest = declared.get(0);
        StringBuilder words = new StringBuilder("`" + name + "`, " + nearest.kind());
        new Preview(draft)
                .value(name, question.scene(), question.shot())
                .ifPresent(seen -> words.append(", in variant `")
                        .append(seen.variant())
                        .append("`:\n\n")
                        .append(seen.text().isEmpty() ? "*empty*" : Words.fenced(seen.text())));
        words.append("\n\n")
                .append(declared.stream().map(one -> place(draft, one)).collect(Collectors.joining("  \n")));
        String description = Optional.ofNullable(
                        draft.storyboard().value().inputs().get(name))
                .map(input -> input.description())
                .orElse("");
        return words + (description.isEmpty() ? "" : "\n\n" + description);
    }

    private static String place(Draft draft, Declared one) {
        if (one.path() == null) {
            return one.kind() + " of the row file";
        }
        Span span = draft.storyboard().keySpan(one.path());
        return one.kind() + ", " + span.file() + ":" + span.line();
    }

    private String key(Question question, Draft draft, Spot spot) {
        if (!spot.colon()) {
            return "";
        }
        String name = Spot.unquoted(question.source().text().substring(spot.start(), spot.end()));
        Mapping mapping = Mapping.of(spot.path());
        KeyDescription key = mapping.keys().get(name);
        if (key != null) {
            return Words.of(key) + (ABOUT_CLIPS.contains(name) ? "\n\n" + clip(question, draft) : "");
        }
        return switch (mapping) {
            case SETTINGS -> setting(draft, name);
            case CONDITION, FINAL_CONDITION, MATRIX, INCLUDE, OVERRIDDEN, VARIABLES, INPUTS, WITH ->
                name(question, draft, name);
            default -> "";
        };
    }

    private String value(Question question, Draft draft, Spot spot) {
        Mapping mapping = Mapping.of(spot.around());
        return switch (mapping) {
            case SETTINGS -> setting(draft, spot.name());
            case SCENE, SHOT -> ABOUT_CLIPS.contains(spot.name()) ? clip(question, draft) : "";
            case STORYBOARD ->
                spot.name().equals("model") ? model(draft).map(Words::of).orElse("") : "";
            default -> "";
        };
    }

    private String setting(Draft draft, String name) {
        return model(draft)
                .flatMap(model -> model.argument(name))
                .map(Words::of)
                .orElse("");
    }

    private Optional<VideoModel> model(Draft draft) {
        return checker.catalog().find(draft.storyboard().value().model());
    }

    /** The rendered prompt of a scene or shot with its length, and its clips with their prices. */
    private String clip(Question question, Draft draft) {
        int scene = question.scene();
        CompiledFilm film = new Preview(draft).film(checker, scene).orElse(null);
        if (film == null || scene < 0) {
            return "";
        }
        List<FilmScene> parts = film.film().scenes().stream()
                .filter(one -> one.number() == scene + 1)
                .toList();
        List<String> words = new ArrayList<>();
        Limits limits = model(draft).map(VideoModel::limits).orElse(null);
        words.add("In variant `" + film.film().variant() + "`:");
        for (FilmScene part : parts) {
            Rendered prompt = part.prompt();
            if (question.shot() < 0 && part.form() != FilmScene.Form.LIST && prompt != null) {
                words.add(shown(prompt, limits == null ? 0 : limits.promptCharacters()));
            }
            for (FilmShot shot : part.shots()) {
                if (shot.number() == question.shot() + 1) {
                    words.add(shown(shot.prompt(), limits == null ? 0 : limits.shotPromptCharacters()));
                    words.add("shot " + shot.number() + ": " + seconds(shot.seconds()));
                }
            }
        }
        parts.forEach(part -> words.add(clips(film, part)));
        return String.join("\n\n", words);
    }

    private static String shown(Rendered prompt, int most) {
        String length = prompt.standIn()
                ? "not rendered, for an error is in the way"
                : prompt.length() + (most > 0 ? " of " + most : "") + " characters";
        return Words.fenced(prompt.text()) + "\n\n" + length;
    }

    private static String clips(CompiledFilm film, FilmScene part) {
        List<Clip> clips = film.clips().stream()
                .filter(clip -> clip.id().equals(part.id()))
                .toList();
        String head = "clip `" + part.id() + "`: " + seconds(part.clipSeconds());
        if (clips.isEmpty()) {
            return head + ", no price while there is an error";
        }
        BigDecimal price = clips.get(0).price();
        String takes = clips.size() > 1 ? ", " + Tally.count(clips.size(), "take") + " of it" : "";
        return head + " · " + (price == null ? "no known price" : "$" + price.toPlainString()) + takes;
    }

    private static String seconds(int seconds) {
        return seconds < 0 ? "unknown length" : seconds + " s";
    }

    private static int count(String text) {
        return text.codePointCount(0, text.length());
    }
}
